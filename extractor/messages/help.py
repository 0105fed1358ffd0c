"""What the commands' help says in Chinese; in English it stands at the commands themselves.

Enters: the name of a command, of an option. Leaves: the sentences; None where click's own way is to say them.
"""

from dataclasses import dataclass, field

from extractor.messages.language import Language


@dataclass(frozen=True, slots=True)
class Help:
    """What is said of a command: what it does, its options by their names, and examples."""

    text: str
    options: dict[str, str] = field(default_factory=dict)
    examples: str = ""


EXIT_CODES = """\b
退出码：
  0    完成
  1    需要人看：有文件没有通过（加 --strict 时）、标准不同或缺失、
       判定意见不一或没有采用、证书没有证明所要的界限
  2    命令没有看懂，或所给的文件、文件夹不存在；什么也没有做
  3    有文件失败，其余的已完成；或没有得到所要的结果
  4    批处理无法继续：磁盘已满、无法写入，或另一个批处理正在写入
  130  已中断"""

SHARED: dict[str, str] = {
    "lang": "消息和说明的语言。  [默认：JIXIAO_LANG，否则按系统语言]",
    "own": "随附模式以外自己的模式：TOML 文件或其文件夹。可多次使用。",
    "file_format": "文件格式。  [默认：由内容判断]",
    "files": "判定文件，可多次使用。  [默认：OUT 中的 verdicts.jsonl；OUT 是文件时在其旁边]",
    "samples": "样本文件夹。",
    "goldens": "标准文件夹。",
}
"""What is said of options that several commands have."""

OUT = "OUT 是 jixiao batch 的输出文件夹，或 jixiao extract -o 写出的 JSON 文件或文件夹。"

CHINESE: dict[str, Help] = {
    "jixiao": Help(
        "把预算绩效目标表读成 JSON，每个值都能指回原件中的位置。\n\n数据写到标准输出，其余写到标准错误。",
        examples="""\b
示例：
  jixiao extract 表.pdf                  一张表的 JSON
  jixiao extract --summary 表.docx       给人看的摘要
  jixiao extract 报送/*.pdf -o json/     多个文件，每个一份 JSON
  jixiao batch 报送/ -o out/             成千上万个文件，无人值守
  jixiao review out/                     对照原件逐项核对
  jixiao report out/ -o 汇总.html        批处理结果一览
  jixiao export out/ --to xlsx -o a.xlsx 结果导出为工作簿
  jixiao inspect 表.pdf                  为什么缺一个值？
  jixiao golden check                    用 golden/ 检查 samples/
  jixiao doctor                          本机能读什么""",
    ),
    "schema": Help("输出 extract 结果的 JSON Schema。\n\n各字段的说明中写有表上的原名。"),
    "extract": Help(
        "把文件中的绩效目标表提取为 JSON。\n\n"
        "一个 FILE 输出一个 JSON 对象；多个输出 JSON Lines：按顺序每个文件一行。读不了的文件也有一个对象，写明原因。"
        "- 表示标准输入；以 - 开头的文件名写作 ./-文件名。",
        {
            "output": "把 JSON 写到这个文件；如果是文件夹（已存在，或以斜杠结尾），每个 FILE 写成其中的 NAME.json。"
            "不同文件夹中的同名文件，名称后各加其路径的哈希值。",
            "summary": "输出给人看的摘要；JSON 只写到 -o 所指的地方。",
            "strict": "有文件没有通过时以 1 退出，提醒人看。",
            "pretty": "JSON 分多行，或写成一行。  [默认：多行；JSON Lines 为一行]",
        },
        """\b
示例：
  jixiao extract 表.pdf > 表.json
  jixiao extract 报送/*.docx | jq -r .forms[].record.title
  jixiao extract --summary 报送/*.docx -o json/
  jixiao extract --strict 表.txt || echo 请看一下
  jixiao extract - < 表.pdf""",
    ),
    "batch": Help(
        "提取文件夹、清单和压缩包中的全部文件。\n\n"
        "每个文件都有一个结果：ok、review、partial、no_form，或写明原因的 error。卡死、占用过多内存或崩溃的文件"
        "不影响其他文件。中断、断电之后，或有了新文件，再次运行同一命令，只读取缺少的和变了的。",
        {
            "output": "输出文件夹，不存在时新建。",
            "from_file": "从文件读取路径，每行一个；- 为标准输入。",
            "include": "文件夹和压缩包中，只取相符的文件，如 *.pdf。可多次使用。",
            "exclude": "不取相符的文件。可多次使用。",
            "jobs": "同时读取几个文件。  [默认：每个处理器一个]",
            "silence": "一页最多用几秒。",
            "timeout": "一个文件最多用几秒。",
            "memory": "读一个文件最多用多少 MiB 内存。",
            "shard": "只读 N 份中的第 I 份，每份在一台机器上；然后用 jixiao merge 合并。",
            "scheduler": "由 dask.distributed 集群读取（附加依赖 cluster）。",
            "retry": "重读先前失败的文件。",
            "strict": "有文件没有通过时以 1 退出。",
            "quiet": "除批处理中止的原因外什么也不说。",
            "events": "开始、每个文件和结束各写一行 JSON。",
        },
        """\b
示例：
  jixiao batch 报送/ -o out/                 文件夹及其下各级
  jixiao batch 2021.zip 2022.zip -o out/     压缩包，文件名可为 GBK
  jixiao batch 报送/ -o out/ --include "*.pdf" --jobs 4
  jixiao batch --from-file 清单.txt -o out/
  jixiao batch 报送/ -o out/                 再次运行：只读新的和变了的

\b
之后文件夹中有：
  manifest.jsonl   每个输入一行：路径、状态、错误、JSON 在哪里
  json/            每份内容的提取结果
  summary.json     统计，以及应先看的文件""",
    ),
    "merge": Help(
        "合并几台机器分别读取的各份。\n\nPARTS 是 --shard 各份的输出文件夹。结果与一台机器读取的相同。",
        {"output": "合并后的文件夹。"},
    ),
    "review": Help(
        "生成核对页，对照原件逐项核对每个值。\n\n"
        f"{OUT}左边是原件，右边是读出的内容；需要人看的排在前面。再次运行只画新的和变了的。",
        {
            "output": "核对页的文件夹。  [默认：OUT/review；OUT 是文件时为其旁边的 FILE.review]",
            "plan_path": "只核对这个抽样方案（jixiao sample 所写）中的值。",
            "folders": "原件已移动时，也到这里找：文件夹（连同其下各级）或文件，按名称和内容认定。可多次使用。",
            "verdicts_path": "已有的判定。  [默认：OUT 中的 verdicts.jsonl；OUT 是文件时在其旁边]",
            "jobs": "同时画几个原件。  [默认：每个处理器一个]",
            "serve": "向本机浏览器提供核对页，判定随即保存。",
            "port": "用于 --serve：端口。  [默认：任一空闲端口]",
            "reviewer": "用于 --serve：核对人。  [默认：在页面上询问]",
        },
        """\b
示例：
  jixiao batch 报送/ -o out/
  jixiao review out/                        然后打开 out/review/index.html
  jixiao review out/ --serve                判定随时保存
  jixiao review out/ --plan plan.json       只核对抽样的值
  jixiao review out/ -o /media/u盘/review   给同事：整个文件夹即可使用
  jixiao review 表.json                     然后打开 表.json.review/index.html

\b
核对页从磁盘打开，不需要服务器和网络。判定先保存在浏览器中，可存为
verdicts.jsonl；放在 manifest.jsonl 旁边，下次运行就会显示。""",
    ),
    "report": Help(
        "用一页展示批处理的结果：资金、任务、指标、未通过的核对项、各年对比。\n\n"
        f"{OUT}这一页不需要网络、脚本或其他文件。核对时更正的值按更正后显示。"
        "先前用 jixiao review OUT 生成过核对页的，每个值都链接到那里的位置。",
        {
            "output": "要写的页面，如 汇总.html；- 为标准输出。",
            "force": "页面已存在时覆盖。",
        },
        """\b
示例：
  jixiao batch 报送/ -o out/ && jixiao report out/ -o 汇总.html
  jixiao report out/ -o 汇总.html --lang zh --force
  jixiao report 表.json -o 汇总.html             extract -o 写出的文件""",
    ),
    "export": Help(
        "把 OUT 中的结果导出为表：文件、表格、资金、任务、指标等。\n\n"
        f"{OUT}金额一位不少。核对时更正的值按更正后写出，原值写在旁边。",
        {
            "kind": "导出为什么。",
            "output": "要写的文件或文件夹。",
            "names": "列名：本程序的，或预算管理一体化系统的。",
            "review_page": "核对页在服务器上的地址，用于工作簿中的链接。  [默认：OUT 的核对页（如果有）]",
            "force": "替换先前导出的。",
        },
        """\b
示例：
  jixiao export out/ --to xlsx -o 汇总.xlsx     工作簿：总览、资金、疑点等
  jixiao export out/ --to csv -o tables/        每个表一个 CSV 文件
  jixiao export out/ --to duckdb -o out.duckdb  精确小数，可用 SQL
  jixiao export out/ --to csv --names national -o load/

\b
写出的是：
  csv、jsonl、parquet   文件夹，每个表一个文件
  xlsx、duckdb、sqlite  一个文件""",
    ),
    "inspect": Help(
        "显示程序在文件中看到了什么。\n\n"
        "给编写模式的人，或想知道为什么缺一个值的人。显示读到的行和单元格及其位置（p2 56,120,130,160：页和以点计的"
        "框；t1 r12 c3：表、行、列；l18 11-784：行、字符）；哪些跨页相接、换页重印；哪个模式认领每张表，其他的缺什么；"
        "每个单元格当作什么：值（带 JSON Pointer）、标签、剩余文字。",
        {
            "rows": "给人看的行，或 JSON。  [默认：--rows]",
            "image": "改为画在 PDF 页面或图像上：写到 PATH（- 为标准输出）；有多页时写到 PATH-1.png、PATH-2.png ……",
            "page": "只画这一页。",
        },
    ),
    "patterns": Help(
        "列出、显示、起草和检查模式。\n\n模式是 TOML 文件，写有一种表上印的词。不带命令时列出全部模式。",
        examples="""\b
示例：
  jixiao patterns new 表.pdf -o mine/changsha-2024.toml
  jixiao patterns check mine/
  jixiao extract --patterns mine/ 表.pdf""",
    ),
    "patterns list": Help("列出模式。"),
    "patterns show": Help("输出一个模式的 TOML 文件。\n\n可作为自己的模式的起点。"),
    "patterns new": Help(
        "为还没有模式的表起草一个模式。\n\n"
        "草稿中写有程序认识的词及其代码；不认识的写成备注，询问是什么。草稿可直接使用，每回答一处就多读一些。",
        {
            "output": "把草稿写到这个文件，文件不能已存在。",
            "region": "FILE 中的第几张表。  [默认：第一张没有模式的]",
        },
    ),
    "patterns check": Help("检查模式文件，或文件夹中的全部。\n\n或者可用，或者指出全部错误：文件、键、行和改法。"),
    "golden": Help(
        "把样本与应得的结果比较。\n\n"
        "samples/表.pdf 的标准是 golden/表.pdf.json：记录、未通过的核对项、剩余文字和字符计数。",
        examples="""\b
示例：
  jixiao golden write 表.pdf      然后对照原表阅读 golden/表.pdf.json
  jixiao golden check
  jixiao golden adopt out/ 信访局.pdf    核对过的文件及其更正
  jixiao golden check --samples 表 --golden 标准 --patterns mine""",
    ),
    "golden check": Help("把每个样本与其标准比较。\n\n没有标准的样本、没有样本的标准、没有模式认领的文件也会指出。"),
    "golden write": Help(
        "写出缺少的标准。\n\n"
        "NAME 是样本的文件名；不给时写出全部缺少的。写出后请对照原表阅读。没有表的文件，只有给出其 NAME 才写。",
        {"force": "覆盖已存在且不同的标准。"},
    ),
    "golden adopt": Help(
        "把核对完的文件收为样本及其标准。\n\n"
        "DOCUMENT 是它在 OUT 中的编号、编号的前几位、路径或文件名。每个印出的值都必须判为正确，"
        "或判为错误并写明应为什么。"
        "文件复制到样本文件夹。标准是核对人更正后的记录；有更正的，在程序读对之前 golden check 不会通过。"
        "其中的核对项、代码和目标值是程序自己的，仍需阅读。",
        {
            "source": "文件已不在批处理时的位置，或在压缩包中时，指明文件。",
            "name": "样本叫什么。  [默认：文件名]",
            "force": "覆盖已存在且不同的标准。",
        },
    ),
    "verdicts": Help(
        "合并和列出判定。\n\n"
        "判定文件中每条判定一行：哪个值、提取为什么、正确、错误或存疑、应为什么、谁在何时核对。同一人对同一值以最后一行"
        "为准。两人意见不一的，在其中一人改判之前不作更正。",
        examples="""\b
示例：
  jixiao verdicts merge 李.jsonl 王.jsonl -o out/verdicts.jsonl
  jixiao verdicts list out/""",
    ),
    "verdicts merge": Help(
        "把几名核对人或几台机器的判定合成一个文件。\n\n"
        "文件的先后没有影响，重复的行只写一次。输出可以是其中一个文件。读不了的行会指出，不写入新文件。",
        {"output": "把全部判定写到这个文件；- 为标准输出。"},
    ),
    "verdicts list": Help(
        "统计 OUT 中结果的核对情况，列出需要人看的。\n\n"
        "即意见不一的值、因现在提取的值已不同而没有采用的判定，以及读不了的行。有其中任何一种时以 1 退出。"
    ),
    "sample": Help(
        "抽取应由人核对的值，以证明全部值的错误率不超过某个界限。\n\n"
        f"{OUT}内容相同的文件只抽一次。种子和结果相同，在任何电脑上抽出的方案都相同。",
        {
            "method": "怎样抽取。",
            "bound": "要证明错误率低于多少。",
            "confidence": "要有多大把握。",
            "errors": "多抽一些，使得有这么多个错误时仍能证明。",
            "size": "就抽这么多个，不管能证明什么。",
            "seed": "种子相同，抽出的值也相同。  [默认：随机]",
            "only": "只抽这些类别，用逗号隔开：amount、count、date、name、text、label、level、value、extra、mark。",
            "output": "把方案写到这个文件；- 为标准输出。",
        },
        """\b
证明了什么：
  成千上万个值，不会有人逐个去看。随机抽出 299 个，由人核对全部正确，
  则全部值中的错误不到百分之一；这样说，100 批中至多说错 5 批（置信度 95%）。
  抽 59 个可证明不到百分之五，抽 2995 个可证明不到千分之一。
  对程序没有找到的值不作任何证明：那要看字符计数和剩余文字。

\b
方法：
  simple       每个值机会相同
  stratified   每种模式和文件类型各占其份额
  money-unit   每一元钱机会相同，金额大的先看；证明有多少钱记在错误的金额里

\b
示例：
  jixiao sample out/ -o plan.json
  jixiao sample out/ --method money-unit --bound 2% -o plan.json
  jixiao sample out/ --fields amount,value --errors 2 --seed 7 -o plan.json
  jixiao review out/ --plan plan.json        然后只核对这些值
  jixiao certify out/ --plan plan.json -o 证书.html""",
    ),
    "certify": Help(
        "用一页说明：对方案中各值的核对证明了什么，没有证明什么。\n\n"
        "方案会从 OUT 重新抽取；结果变了、抽出的不同，就没有证书。没有核对的值算作错误，页面上写明核对未完成。"
        "只有证明了方案的界限才以 0 退出。页面可以打印；结果、方案和判定相同，页面逐字节相同。",
        {
            "plan_path": "jixiao sample 写出的方案。",
            "output": "把页面写到这个文件；- 为标准输出。",
        },
        """\b
示例：
  jixiao certify out/ --plan plan.json -o 证书.html
  jixiao certify out/ --plan plan.json --verdicts 李.jsonl -o 证书.html""",
    ),
    "doctor": Help(
        "显示本机能读什么、缺什么，以及补上的命令。\n\n"
        "能试的都试一下：装有 LibreOffice 时让它转换一个小文件，需要几秒。除非有损坏得什么都用不了的，以 0 退出。",
        {"as_json": "输出 JSON，而不是给人看的行。"},
        """\b
示例：
  jixiao doctor
  jixiao doctor --json | jq '.findings[] | select(.state != "ok")'""",
    ),
}
"""By the command's name without `jixiao`."""


def say_command(command: str, language: Language) -> str | None:
    """Say what a command does: one sentence, and after a blank line more."""
    return CHINESE[command].text if language == "zh" and command in CHINESE else None


def say_option(command: str, option: str, language: Language) -> str | None:
    """Say what an option of a command does."""
    if language != "zh" or command not in CHINESE:
        return None
    return CHINESE[command].options.get(option, SHARED.get(option))


def say_notes(command: str, language: Language) -> str | None:
    """Give what stands below a command's options: examples and exit codes."""
    if language != "zh" or command not in CHINESE:
        return None
    return "\n\n".join(filter(None, [CHINESE[command].examples, EXIT_CODES]))
