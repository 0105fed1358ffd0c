"""Chinese budget performance-target forms (绩效目标表) into JSON in which every value shows its source."""

__version__ = "0.1.0"
