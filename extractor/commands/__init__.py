"""The commands of `jixiao`, and what they share. Uses of an extraction: the public face only."""
