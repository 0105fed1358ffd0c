"""Why a file gave nothing, or not everything.

Enters: a code, a language and what the sentence names. Leaves: the sentence.
"""

from extractor.messages.language import Language, fill, say_system

PROBLEMS: dict[str, dict[Language, tuple[str, str]]] = {
    "needs_password": {
        "zh": ("文件有密码保护，无法读取。", "请去除密码后另存，再提取一次。"),
        "en": ("The file is protected by a password.", "Save a copy without the password and extract that."),
    },
    "empty": {
        "zh": ("文件是空的。", "请向报送单位索取有内容的文件。"),
        "en": ("The file is empty.", "Ask the sender for a file with content."),
    },
    "corrupt": {
        "zh": ("文件已损坏或不完整，无法打开。", "请向报送单位索取完好的文件。"),
        "en": ("The file is damaged or incomplete and cannot be opened.", "Ask the sender for an intact file."),
    },
    "unsupported": {
        "zh": ("不支持这种文件（{detail}）。", "请另存为 XLSX、DOCX、PDF 或纯文本后再提取。"),
        "en": (
            "This kind of file is not supported ({detail}).",
            "Save it as XLSX, DOCX, PDF or plain text and extract that.",
        ),
    },
    "limit": {
        "zh": ("文件超出安全限度（{detail}），已停止读取。", "请检查文件；正常的表格不会这样大。"),
        "en": (
            "The file exceeds a safety limit ({detail}).",
            "Look at the file: an ordinary form is never that large.",
        ),
    },
    "needs_office": {
        "zh": (
            "读取这种文件要用 LibreOffice，本机没有安装。",
            "请安装（{detail}）后再提取，或另存为 DOCX；jixiao doctor 显示本机情况。",
        ),
        "en": (
            "This kind of file is read by way of LibreOffice, which is not installed.",
            "Install it ({detail}) and extract again, or save it as DOCX; jixiao doctor shows what is lacking.",
        ),
    },
    "not_sealed": {
        "zh": (
            "本机无法让 LibreOffice 在断网状态下运行（{detail}），文件没有打开。",
            "请自行另存为 DOCX；若信任此文件，可设环境变量 JIXIAO_UNSEALED_OFFICE=1 后再提取。",
        ),
        "en": (
            "This machine cannot keep LibreOffice from the network ({detail}), so the file was not opened.",
            "Save it as DOCX yourself, or, if you trust it, set JIXIAO_UNSEALED_OFFICE=1 and extract again.",
        ),
    },
    "conversion": {
        "zh": (
            "LibreOffice 未能转换此文件（{detail}）。",
            "请用 Word 或 WPS 打开并另存为 DOCX；若也打不开，请向报送单位索取完好的文件。",
        ),
        "en": (
            "LibreOffice could not convert the file ({detail}).",
            "Open it in Word or WPS and save it as DOCX; if that fails too, ask the sender for an intact file.",
        ),
    },
    "needs_ocr": {
        "zh": (
            "文件只有图像，没有文字层，而本机未安装文字识别。",
            '请安装文字识别（pip install "{detail}"）后再提取，或索取电子版。',
        ),
        "en": (
            "The pages are images without a text layer, and text recognition is not installed.",
            'Install it (pip install "{detail}") and extract again, or ask for the original.',
        ),
    },
    "rescan": {
        "zh": ("图像太差，识别结果不可信，未采用。", "请以 200 dpi 以上分辨率重新扫描，或索取电子版。"),
        "en": (
            "The pictures are too poor to be read reliably; nothing was taken from them.",
            "Scan the paper again with 200 dpi or more, or ask for the original.",
        ),
    },
    "unreadable": {
        "zh": ("无法读取文件（{detail}）。", "请检查路径和权限。"),
        "en": ("The file cannot be read ({detail}).", "Check the path and the permissions."),
    },
    "timeout": {
        "zh": (
            "读取超过时限（{detail}），已停止。",
            "请单独查看此文件；确属正常文件时，可放宽 --silence 或 --timeout 后用 --retry 重读。",
        ),
        "en": (
            "Reading took too long ({detail}) and was ended.",
            "Look at the file; if it is sound, allow more with --silence or --timeout and run again with --retry.",
        ),
    },
    "memory": {
        "zh": (
            "读取时占用内存过多（{detail}），已停止。",
            "请单独查看此文件；确属正常文件时，可放宽 --memory 后用 --retry 重读。",
        ),
        "en": (
            "Reading took too much memory ({detail}) and was ended.",
            "Look at the file; if it is sound, allow more with --memory and run again with --retry.",
        ),
    },
    "crash": {
        "zh": ("读取此文件时工作进程崩溃（{detail}）；其他文件不受影响。", "请单独查看此文件，并将其报告给开发者。"),
        "en": (
            "The process that read this file crashed ({detail}); no other file was affected.",
            "Look at the file and report it to the developers.",
        ),
    },
    "link": {
        "zh": ("这是符号链接，没有读取。", "如需要，请直接指定它所指向的文件。"),
        "en": ("This is a symbolic link and was not followed.", "If you want it, name the file it points to."),
    },
    "special": {
        "zh": ("这不是普通文件（管道、套接字或设备），没有读取。", "请将其移出文件夹。"),
        "en": ("This is no ordinary file but a pipe, a socket or a device.", "Move it out of the folder."),
    },
    "no_form": {
        "zh": (
            "没有找到绩效目标表。最接近的是 {pattern}，缺少：{missing}。",
            "若确是绩效目标表，请用 jixiao inspect 查看，并用 jixiao patterns new 为其起草模式。",
        ),
        "en": (
            "No performance-target form was found. The nearest pattern is {pattern}; missing: {missing}.",
            "If it is a form, look at it with jixiao inspect, and draft a pattern for it with jixiao patterns new.",
        ),
    },
    "ambiguous_pattern": {
        "zh": ("有多个模式同时认领此表：{patterns}。", "请修改自己的模式，使其标题或标签能与其他模式区分。"),
        "en": (
            "Several patterns claim this form: {patterns}.",
            "Change your pattern so that its title or labels differ.",
        ),
    },
    "result-damaged": {
        "zh": ("提取结果的 JSON 缺失或损坏（{detail}）。", "请重新运行 jixiao batch 或 jixiao extract。"),
        "en": (
            "The JSON of an earlier run is missing or damaged ({detail}).",
            "Run jixiao batch or jixiao extract again.",
        ),
    },
    "defect": {
        "zh": ("程序在读取此文件时出错（{detail}）。", "请将此文件和这条信息报告给开发者。"),
        "en": ("The program failed on this file ({detail}).", "Report the file and this message to the developers."),
    },
    "partial": {
        "zh": ("部分内容未能读取：{parts}。", "请对照原件查看这些部分。"),
        "en": ("Some parts could not be read: {parts}.", "Look at these parts in the source."),
    },
}
"""Why a file gave nothing, or not everything: a plain sentence and the next step."""

PARTS: dict[str, dict[Language, str]] = {
    "page-unreadable": {"zh": "第{page}页无法打开", "en": "page {page} cannot be opened"},
    "page-image-only": {
        "zh": '第{page}页只有图像，需安装文字识别（pip install "{detail}"）',
        "en": 'page {page} is an image only and needs text recognition (pip install "{detail}")',
    },
    "page-coarse": {
        "zh": "第{page}页的图像分辨率低或模糊（{count} dpi），细线和小点可能丢失，请对照图像",
        "en": "the picture of page {page} is coarse or blurred ({count} dpi); thin lines and dots may be lost in it",
    },
    "marks-unread": {
        "zh": "第{page}页有{count}处笔迹未识别出文字",
        "en": "{count:mark|marks} on page {page} {count:~was|were} not recognised as text",
    },
    "page-without-text": {
        "zh": "第{page}页是图像，未识别出文字",
        "en": "page {page} is a picture on which no text was found",
    },
    "page-rescan": {
        "zh": "第{page}页的图像太差，识别结果不可信，未采用，请重新扫描",
        "en": "the picture of page {page} is too poor to be read reliably and was left out; scan it again",
    },
    "form-unclaimed": {
        "zh": "第{page}页有一张表像绩效目标表，但没有模式认领",
        "en": "a table on page {page} looks like a form, but no pattern claims it",
    },
    "form-unclaimed-unpaged": {
        "zh": "有一张表像绩效目标表，但没有模式认领",
        "en": "a table looks like a form, but no pattern claims it",
    },
    "page-damaged": {"zh": "第{page}页的内容损坏，文字不全", "en": "page {page} is damaged and lacks text"},
    "content-damaged": {"zh": "有的页面内容损坏，文字不全", "en": "some page is damaged and lacks text"},
    "page-empty": {
        "zh": "第{page}页有文字，但一个字也读不出",
        "en": "page {page} draws text, but none of it can be read",
    },
    "pages-missing": {
        "zh": "读到{detail}页，而文件中数出{count}页",
        "en": "{detail:page was|pages were} read, but {count} {count:~is|are} found in the file",
    },
    "font-damaged": {
        "zh": "有的字体数据损坏，可能缺字",
        "en": "the data of a font is damaged, so that characters may be missing",
    },
    "structure-damaged": {
        "zh": "文件的对象数据损坏，可能缺少内容",
        "en": "the data of the file's objects is damaged, so that content may be missing",
    },
    "objects-missing": {
        "zh": "文件目录中有{count}个对象找不到，可能缺少内容",
        "en": "{count:object is|objects are} not where the file's index says, so that content may be missing",
    },
    "malformed": {
        "zh": "文件的对象描述有{count}处不合语法，个别字可能有误",
        "en": "{count:word of the file's objects is|words of the file's objects are} malformed, so that single "
        "characters may be wrong",
    },
    "rebuilt": {
        "zh": "文件目录有误，已通过搜索对象重建",
        "en": "the file's index is wrong; its objects were found by searching",
    },
    "truncated": {"zh": "文件末尾缺失", "en": "the file's end is missing"},
    "no-unicode": {
        "zh": "第{page}页有{count}个字符没有编码",
        "en": "page {page} has {count:character|characters} without a code",
    },
    "text-garbled": {
        "zh": "第{page}页的文字是乱码（{count}个字符），字体没有说明字符的含义，需要文字识别",
        "en": "the text of page {page} is garbled ({count:character|characters}): its fonts do not tell what they "
        "mean; "
        "it needs text recognition",
    },
    "recognised-text": {
        "zh": "第{page}页的文字（{count}个字符）是图像上的识别结果，可能有误",
        "en": "the text of page {page} ({count:character|characters}) was recognised from a picture and may be wrong",
    },
    "hidden-text": {
        "zh": "第{page}页有{count}个看不见的字符，未作为表的内容",
        "en": "page {page} has {count:character that nobody sees; it was|characters that nobody sees; they were} not "
        "read as part of a form",
    },
    "typed-over": {
        "zh": "第{page}页有{count}处文字批注，打在空白处的已和印出的文字一样读取，盖住文字的没有读取",
        "en": "page {page} has {count:note|notes} typed over it: those in empty places were read like what is printed, "
        "those over other text were not",
    },
    "undecodable": {"zh": "{count}个字节无法解码", "en": "{count:byte|bytes} cannot be decoded"},
    "pages-side-by-side": {
        "zh": "第{page}页起的{count}页是一张横向分页打印的表，已左右相接",
        "en": "the {count} pages from page {page} on are one sheet printed side by side, and were put together",
    },
    "placeholder": {
        "zh": "有{count}处填写提示没有填写，已按显示的文字读取",
        "en": "{count:field to fill in holds|fields to fill in hold} only what asks for an answer, read as shown",
    },
    "struck-text": {
        "zh": "有{count}处划了删除线的文字，已和其他文字一样读取",
        "en": "{count:piece of text is|pieces of text are} struck out and {count:~was|were} read like the rest",
    },
    "unseen-text": {
        "zh": "有{count}处隐藏的文字，已和其他文字一样读取",
        "en": "{count:piece of text is|pieces of text are} hidden and {count:~was|were} read like the rest",
    },
    "raised-digits": {
        "zh": "有{count}处数字后面紧跟上标或下标的数字，已连在一起读取",
        "en": "{count:raised or lowered figure stands|raised or lowered figures stand} right after another figure and "
        "{count:~was|were} read as part of it",
    },
    "stale-results": {
        "zh": "文件要求打开时重新计算，{count}个公式存下的结果可能不是应有的值：{detail}",
        "en": "the file asks to be computed when opened; results stored in it may be out of date ({count}): {detail}",
    },
    "tracked-changes": {
        "zh": "有{count}处修订，已按接受修订读取",
        "en": "{count:tracked change|tracked changes}, read as accepted",
    },
    "formula-without-result": {
        "zh": "{count}个公式没有存下结果，未取值：{detail}",
        "en": "formulas without a stored result, left out ({count}): {detail}",
    },
    "sheet-unreadable": {"zh": "工作表无法读取：{detail}", "en": "sheets that cannot be read: {detail}"},
    "cell-unreadable": {
        "zh": "{count}个单元格无法读取：{detail}",
        "en": "cells that cannot be read ({count}): {detail}",
    },
    "drawing-text": {
        "zh": "图形中有{count}个字符没有读取：{detail}",
        "en": "text in drawings, not read ({count:character|characters}): {detail}",
    },
    "hidden-sheet": {"zh": "隐藏的工作表也已读取：{detail}", "en": "hidden sheets, read as well: {detail}"},
    "hidden-rows": {"zh": "{count}个隐藏的行也已读取：{detail}", "en": "hidden rows, read as well ({count}): {detail}"},
    "hidden-columns": {
        "zh": "{count}个隐藏的列也已读取：{detail}",
        "en": "hidden columns, read as well ({count}): {detail}",
    },
    "hidden-number": {
        "zh": "{count}个单元格的格式不显示内容，已按存储的数读取：{detail}",
        "en": "numbers that their format does not show, read as stored ({count}): {detail}",
    },
    "scaled-number": {
        "zh": "{count}个单元格显示的数与存储的数不同：{detail}",
        "en": "numbers shown otherwise than they are stored ({count}): {detail}",
    },
    "covered-cell": {
        "zh": "合并单元格下还有{count}处文字，已一并读取：{detail}",
        "en": "texts below merged cells, read as part of them ({count}): {detail}",
    },
    "hidden-markup": {
        "zh": "有{count}个隐藏的字符没有读取",
        "en": "{count:hidden character|hidden characters}, not read",
    },
    "text-lost": {
        "zh": "网页中有{count}个字符没有读到",
        "en": "{count:character of the page was|characters of the page were} not reached",
    },
    "table-unclosed": {
        "zh": "网页在表格结束之前就结束了，可能缺少内容",
        "en": "the page ends before a table of it does, so that content may be missing",
    },
    "frame": {"zh": "有{count}个内嵌网页没有读取", "en": "{count:page|pages} within the page, not read"},
    "span-cut": {
        "zh": "{count}个合并单元格的跨度过大，已截短",
        "en": "{count:merged cell spans|merged cells span} too far and {count:~was|were} cut",
    },
    "columns-differ": {
        "zh": "{count}行的单元格比其他行多，可能是未加引号的逗号所致",
        "en": "{count:row has|rows have} more cells than the others, perhaps by a comma without quotes",
    },
    "compound-unusual": {
        "zh": "文件的存储结构不合常规，已直接读取其中的工作簿",
        "en": "the file's storage is unusual; the workbook in it was read by itself",
    },
    "rtf-bytes": {
        "zh": "RTF 中有{count}个不合规定的字节，个别字可能有误",
        "en": "{count:byte|bytes} that no RTF may have, so that single characters may be wrong",
    },
    "converted": {"zh": "经 {detail} 转换后读取", "en": "read from a conversion by {detail}"},
    "conversion-lacks": {
        "zh": "转换结果比原文件少{count}个字符：{detail}",
        "en": "the conversion lacks {count:character|characters} of the file: {detail}",
    },
    "conversion-adds": {
        "zh": "转换结果比原文件多{count}个字符：{detail}",
        "en": "the conversion has {count:character|characters} that the file has not: {detail}",
    },
    "conversion-unproved": {
        "zh": "文件是 Word 97 以前的格式，无法核对转换结果是否完整",
        "en": "the file is older than Word 97, so that its conversion could not be compared with it",
    },
    "named-otherwise": {
        "zh": "文件名与内容不符，已按内容（{detail}）读取",
        "en": "the file's name does not fit its content, which was read as {detail}",
    },
    "other": {"zh": "{code}（{count}处）", "en": "{code} ({count})"},
}
"""Flaws of a file."""


def say_problem(code: str, language: Language, /, **names: object) -> tuple[str, str]:
    """Give a problem's sentence and its next step."""
    sentence, step = PROBLEMS[code][language]
    said = {"detail": "?", **say_system(names, language)}
    return sentence.format(**said), step.format(**said)


def say_part(code: str, language: Language, /, **names: object) -> str:
    """Give the words for a flaw of a file."""
    unpaged = f"{code}-unpaged"
    if names.get("page") is None and unpaged in PARTS:
        code = unpaged
    return fill(PARTS.get(code, PARTS["other"])[language], code=code, **names)
