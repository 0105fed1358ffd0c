"""What click, the library of the command line, says by itself: of options, commands and values that are wrong.

Enters: click's own sentence, and a language. Leaves: the sentence in that language.
"""

from extractor.messages.language import Language

CHINESE: dict[str, str] = {
    "(Did you mean one of: {possibilities}?)": "（是不是以下之一：{possibilities}？）",
    "(dynamic)": "（视情况而定）",
    "Aborted!": "已中断。",
    "Argument {name!r} takes {nargs} values.": "参数 {name!r} 需要 {nargs} 个值。",
    "Choose from:\n\t{choices}": "可选值：\n\t{choices}",
    "Commands": "命令",
    "Could not open file {filename!r}: {message}": "无法打开文件 {filename!r}：{message}",
    "Did you mean {possibility}?": "是不是 {possibility}？",
    "Error: {message}": "错误：{message}",
    "Got unexpected extra argument ({args})": "多出的参数（{args}）",
    "Got unexpected extra arguments ({args})": "多出的参数（{args}）",
    "Invalid value for {param_hint}: {message}": "{param_hint} 的值不对：{message}",
    "Invalid value: {message}": "值不对：{message}",
    "Missing argument": "缺少参数",
    "Missing command.": "缺少命令。",
    "Missing option": "缺少选项",
    "Missing parameter": "缺少参数",
    "Missing parameter: {param_name}": "缺少参数：{param_name}",
    "Missing {param_type}": "缺少 {param_type}",
    "No such command {name!r}.": "没有命令 {name!r}。",
    "No such option {name!r}.": "没有选项 {name!r}。",
    "No such option: {name}": "没有选项：{name}",
    "Option {name!r} does not take a value.": "选项 {name!r} 不带值。",
    "Option {name!r} requires an argument.": "选项 {name!r} 后面要有一个值。",
    "Option {name!r} requires {nargs} arguments.": "选项 {name!r} 后面要有 {nargs} 个值。",
    "Options": "选项",
    "Positional arguments": "参数",
    "Show the version and exit.": "显示版本。",
    "Show this message and exit.": "显示此说明。",
    "Takes {nargs} values but 1 was given.": "需要 {nargs} 个值，只给了 1 个。",
    "Takes {nargs} values but {len} were given.": "需要 {nargs} 个值，给了 {len} 个。",
    "Try '{command} {option}' for help.": "说明见：{command} {option}",
    "Usage:": "用法：",
    "default: {default}": "默认：{default}",
    "directory": "文件夹",
    "env var: {var}": "环境变量：{var}",
    "file": "文件",
    "path": "路径",
    "required": "必需",
    "unknown error": "未知错误",
    "{len_type} values are required, but {len_value} was given.": "需要 {len_type} 个值，给了 {len_value} 个。",
    "{len_type} values are required, but {len_value} were given.": "需要 {len_type} 个值，给了 {len_value} 个。",
    "{name} {filename!r} does not exist.": "{filename!r} 不存在，请检查路径。",
    "{name} {filename!r} is a directory.": "{filename!r} 是文件夹，这里要的是文件。",
    "{name} {filename!r} is a file.": "{filename!r} 是文件，这里要的是文件夹。",
    "{name} {filename!r} is not executable.": "{filename!r} 不能执行。",
    "{name} {filename!r} is not readable.": "{filename!r} 没有读取权限，请检查。",
    "{name} {filename!r} is not writable.": "{filename!r} 没有写入权限，请检查。",
    "{value!r} does not match the format {format}.": "{value!r} 不符合格式 {format}。",
    "{value!r} does not match the formats {formats}.": "{value!r} 不符合这些格式：{formats}。",
    "{value!r} is not a valid boolean. Recognized values: {states}": "{value!r} 不是“是”或“否”，可用：{states}",
    "{value!r} is not a valid {number_type}.": "{value!r} 不是这里要的数。",
    "{value!r} is not {choice}.": "{value!r} 不是 {choice}。",
    "{value!r} is not one of {choices}.": "{value!r} 不在可选值之中：{choices}。",
    "{value} is not in the range {range}.": "{value} 不在范围 {range} 之内。",
}
"""By click's English sentence. What is not here stays English."""


ENGLISH: dict[str, str] = {
    "{name} {filename!r} does not exist.": "{name} {filename!r} does not exist. Check the path.",
    "{name} {filename!r} is a directory.": "{name} {filename!r} is a directory; name a file.",
    "{name} {filename!r} is a file.": "{name} {filename!r} is a file; name a directory.",
    "{name} {filename!r} is not readable.": "{name} {filename!r} is not readable. Check the permissions.",
    "{name} {filename!r} is not writable.": "{name} {filename!r} is not writable. Check the permissions.",
}
"""What click does not say: what to do next."""


def say_as_click(sentence: str, language: Language) -> str:
    """Give a sentence of click's in a language."""
    return (CHINESE if language == "zh" else ENGLISH).get(sentence, sentence)
