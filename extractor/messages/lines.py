"""What the command and its summary say.

Enters: a code, a language and what the sentence names. Leaves: the sentence.
"""

from extractor.messages.language import Language, fill, say_system

LINES: dict[str, dict[Language, str]] = {
    "status-ok": {"zh": "通过", "en": "ok"},
    "status-review": {"zh": "需要核对", "en": "to review"},
    "status-partial": {"zh": "部分未能读取", "en": "read in part"},
    "status-no_form": {"zh": "没有找到表", "en": "no form found"},
    "status-error": {"zh": "未能读取", "en": "not read"},
    "severity-error": {"zh": "错误", "en": "error"},
    "severity-warning": {"zh": "警告", "en": "warning"},
    "severity-info": {"zh": "提示", "en": "note"},
    "page": {"zh": "第{first}页", "en": "page {first}"},
    "pages": {"zh": "第{first}–{last}页", "en": "pages {first}–{last}"},
    "page-count": {"zh": "共{count}页", "en": "{count:page|pages}"},
    "form-number": {"zh": "第{number}张表，共{count}张", "en": "form {number} of {count}"},
    "funding": {"zh": "资金", "en": "Funding"},
    "objectives": {"zh": "目标", "en": "Objective"},
    "tasks": {"zh": "任务", "en": "Tasks"},
    "other-tasks": {"zh": "其他需完成的任务", "en": "Optional tasks"},
    "indicators": {"zh": "指标", "en": "Indicators"},
    "checks": {"zh": "核对", "en": "Checks"},
    "source": {"zh": "来源", "en": "Source"},
    "sum": {"zh": "合计", "en": "sum"},
    "none": {"zh": "无", "en": "none"},
    "sum-is-project": {"zh": "合计，等于项目支出", "en": "sum, the same as 项目支出"},
    "sum-beside-project": {
        "zh": "合计；项目支出 {project}，相差 {difference}",
        "en": "sum; 项目支出 is {project}, {difference} apart",
    },
    "target-text": {"zh": "文字", "en": "text"},
    "target-blank": {"zh": "空", "en": "blank"},
    "passed": {"zh": "{count} 项通过", "en": "{count} passed"},
    "skipped": {"zh": "{count} 项不适用", "en": "{count:does|do} not apply"},
    "residue": {"zh": "剩余文字", "en": "left over"},
    "ledger": {"zh": "字符", "en": "characters"},
    "ledger-counts": {
        "zh": "来源 {source} = 值 {values} + 标签 {labels} + 重复 {repeated} + 剩余 {residue}",
        "en": "source {source} = values {values} + labels {labels} + repeated {repeated} + left over {residue}",
    },
    "extracted": {"zh": "已写入 {path}（{statuses}）", "en": "wrote {path} ({statuses})"},
    "batch-line": {
        "zh": "{done}/{total}  每秒 {rate} 个  约剩 {left}  {counts}",
        "en": "{done}/{total}  {rate}/s  {left} left  {counts}",
    },
    "batch-done": {
        "zh": "共 {files} 个文件，本次读取 {read} 个，用时 {time}，每秒 {rate} 个",
        "en": "files: {files}, read in this run: {read}, in {time}, {rate} a second",
    },
    "batch-nothing-read": {
        "zh": "共 {files} 个文件，这次没有要读的",
        "en": "files: {files}, none of them had to be read now",
    },
    "batch-forms": {"zh": "张绩效目标表", "en": "forms"},
    "batch-duplicates": {"zh": "个与前面的文件内容相同", "en": "the same as a file before them"},
    "batch-worst": {"zh": "请先看这些：", "en": "Look at these first:"},
    "batch-failed-checks": {"zh": "{count} 项核对未通过", "en": "failed checks: {count}"},
    "batch-written": {"zh": "每个文件的结果见 {path}", "en": "what became of each file: {path}"},
    "batch-interrupted": {
        "zh": "已中断。已完成的都已保存；再次运行同一命令即可继续。",
        "en": "Interrupted. What is done is kept; run the same command again to go on.",
    },
    "batch-in-use": {
        "zh": "{path}：另一个批处理（进程 {owner}）正在写入此文件夹。请等它结束，或另选输出文件夹。",
        "en": "{path}: another batch (process {owner}) is writing there. Wait for it, or choose another folder.",
    },
    "batch-unwritten": {
        "zh": "{path}：无法写入（{detail}）。已完成的都已保存；请检查权限、腾出空间、关闭打开其中文件的程序，"
        "再次运行同一命令即可继续。",
        "en": "{path}: cannot be written ({detail}). What is done is kept; see to the permissions, make room, close "
        "programs that have a file of it open, and run the same command again.",
    },
    "shards-unfinished": {
        "zh": "{path}：这一份还没有完成：请先再次运行那一份的 batch，然后合并。",
        "en": "{path}: it is not finished: run that batch again, then merge.",
    },
    "shards-none": {
        "zh": "{path}：不是分份读取的输出文件夹：请用 jixiao batch --shard 生成。",
        "en": "{path}: it holds no part of a batch: make it with jixiao batch --shard.",
    },
    "shards-count": {
        "zh": "各份划分的份数不同，不能合并。",
        "en": "The parts were split into different numbers of parts.",
    },
    "shards-digest": {
        "zh": "各份读取的文件不同：请从同一文件夹重新运行。",
        "en": "The parts saw different inputs: run them again from the same folder.",
    },
    "shards-reading": {
        "zh": "各份的程序、模式或语言不同：请用相同的重新运行。",
        "en": "The parts were made by different programs, patterns or languages: run them again with the same.",
    },
    "shards-twice": {
        "zh": "各份都要给出，每份一次：有一份给出了两次。",
        "en": "All parts are needed, each once: one is named twice.",
    },
    "shards-missing": {
        "zh": "各份都要给出，每份一次：缺少 {parts}。",
        "en": "All parts are needed, each once: {parts}.",
    },
    "batch-no-cluster": {"zh": "无法使用集群（{detail}）。", "en": "The cluster cannot be used ({detail})."},
    "batch-no-workers": {
        "zh": "无法启动工作进程（{detail}）。请检查内存，或减少 --jobs。",
        "en": "Worker processes cannot be started ({detail}). Look at the memory, or give fewer --jobs.",
    },
    "working": {"zh": "提取", "en": "Extracting"},
    "interrupted": {"zh": "已中断。", "en": "Interrupted."},
    "cannot-write": {
        "zh": "无法写入 {path}：{detail}。请检查权限、腾出空间，或另选位置。",
        "en": "Cannot write {path}: {detail}. Check the permissions, make room, or choose another place.",
    },
    "of-file": {"zh": "{path}：{said}", "en": "{path}: {said}"},
    "is-folder": {"zh": "文件夹请用 jixiao batch 读取。", "en": "A folder is read by jixiao batch."},
    "status-unwritten": {"zh": "未能写入", "en": "not written"},
    "finding-files": {"zh": "查找文件", "en": "Finding files"},
    "reading-results": {"zh": "读取结果", "en": "Reading results"},
    "stdout": {"zh": "标准输出", "en": "standard output"},
    "inspect-rows": {"zh": "{count}行，{cells}格", "en": "{count:row|rows}, {cells:cell|cells}"},
    "inspect-form": {"zh": "第{number}段：{title}", "en": "Region {number}: {title}"},
    "inspect-no-title": {"zh": "（没有模式中的标题）", "en": "(no title of a pattern)"},
    "inspect-claims": {"zh": "认领", "en": "claims it"},
    "inspect-refuses": {"zh": "不认领，缺少：{missing}", "en": "does not; missing: {missing}"},
    "inspect-required": {"zh": "必需的已印出：{found}", "en": "required and printed: {found}"},
    "inspect-printed": {
        "zh": "{count} 个标签中印出 {found} 个；没有印出：{missing}",
        "en": "{found} of {count:label|labels} {found:~is|are} printed; not printed: {missing}",
    },
    "inspect-read-as": {
        "zh": "没有模式认领；以下按 {pattern} 试读",
        "en": "No pattern claims it; read as {pattern} would",
    },
    "inspect-outside": {"zh": "表以外的行", "en": "Rows outside of any form"},
    "inspect-flaws": {"zh": "读取时：{flaws}", "en": "While reading: {flaws}"},
    "inspect-kind-repeated": {"zh": "换页重印", "en": "printed again by a page break"},
    "inspect-kind-furniture": {"zh": "页眉页脚", "en": "page furniture"},
    "inspect-kind-outside": {"zh": "不属于此表", "en": "outside of the form"},
    "inspect-joined": {"zh": "跨页相接 {pages}", "en": "joined over a page break {pages}"},
    "inspect-doubtful": {"zh": "也可能是两行", "en": "may be two rows"},
    "inspect-findings": {"zh": "读取中的判断", "en": "Decided while reading"},
    "image-no-page": {
        "zh": "{format} 文件没有可画的页面；只有 PDF 和图像文件可画。",
        "en": "A {format} file has no page to draw: only PDFs and files of pictures have.",
    },
    "image-no-such-page": {
        "zh": "没有第{number}页：文件共{count}页。",
        "en": "There is no page {number}: the file has {count}.",
    },
    "image-written": {"zh": "已写入 {path}", "en": "wrote {path}"},
    "image-page": {"zh": "第{number}页", "en": "page {number}"},
    "image-more": {"zh": "……还有 {count} 个", "en": "... and {count} more"},
    "image-ruling": {"zh": "框线", "en": "ruling as drawn"},
    "image-cell": {"zh": "单元格", "en": "cell"},
    "image-value": {"zh": "值", "en": "value"},
    "image-label": {"zh": "标签", "en": "label"},
    "image-repeated": {"zh": "换页重印", "en": "printed again by a page break"},
    "image-residue": {"zh": "剩余文字", "en": "residue"},
    "image-furniture": {"zh": "页眉页脚", "en": "page furniture"},
    "image-outside": {"zh": "表以外", "en": "outside of any form"},
    "review-drawing": {"zh": "画原件", "en": "Drawing sources"},
    "review-written": {
        "zh": "核对页：{path}（{count} 个文件，本次画了 {drawn} 个）",
        "en": "the review page: {path} (documents: {count}, drawn now: {drawn})",
    },
    "review-undrawn": {
        "zh": "{count} 个原件没有画出（{reason}）：页面上有说明，记录照常显示",
        "en": "sources not drawn ({reason}): {count}; the page says so and shows their records",
    },
    "review-missing": {
        "zh": "{count} 个原件没有找到：页面上有说明，记录照常显示；请用 --sources 指出它们所在的文件夹",
        "en": "sources not found: {count}; the page says so and shows their records. Name the folder in which they lie "
        "with --sources.",
    },
    "review-others": {
        "zh": "{name}：有几个文件是这个名字，内容都与读取时不同；请用 --sources 指明读取时的那一个：",
        "en": "{name}: several files have this name, and none has the content that was read; name the right one with "
        "--sources:",
    },
    "review-unread": {
        "zh": "{count} 个输入没有提取结果：页面上列出了它们和原因",
        "en": "inputs without a result: {count}; the page lists them and says why",
    },
    "no-results": {
        "zh": "{path}：没有提取结果。请给出 jixiao batch 的输出文件夹，或 jixiao extract -o 写出的 JSON。",
        "en": "{path}: there are no results. Name the output folder of jixiao batch, or JSON that jixiao extract -o "
        "wrote.",
    },
    "review-foreign": {
        "zh": "{path}：里面有别的文件，没有写入。请用 -o 另选文件夹。",
        "en": "{path}: holds other files; nothing was written. Choose another folder with -o.",
    },
    "review-serving": {
        "zh": "请在浏览器中打开（Ctrl-C 结束）：{url}",
        "en": "open in the browser (Ctrl-C ends it): {url}",
    },
    "review-no-port": {
        "zh": "端口 {port} 不能使用（{detail}）。请用 --port 另选，或不指定端口。",
        "en": "Port {port} cannot be used ({detail}). Choose another one with --port, or none.",
    },
    "review-no-server": {
        "zh": '--serve 需要另装：pip install "jixiao[serve]"。不用 --serve 也可直接打开页面。',
        "en": '--serve needs more: pip install "jixiao[serve]". Without --serve, open the page from disk.',
    },
    "review-no-plan": {
        "zh": "{path}：不是抽样方案。请用 jixiao sample 生成。",
        "en": "{path}: is no plan of a sample. Draw one with jixiao sample.",
    },
    "damaged-more": {
        "zh": "……还有 {count} 行不是判定",
        "en": "... and {count:more line|more lines} without a verdict",
    },
    "pattern-ok": {"zh": "{path}：可用（{count} 个标签）", "en": "{path}: ok ({count:label|labels})"},
    "draft-written": {
        "zh": "已写入 {path}：待定 {count} 处，见以一个 # 开头的行",
        "en": "wrote {path}: to be decided {count}, in the lines with one #",
    },
    "draft-claimed": {
        "zh": "{path}：{pattern} 已能读这张表，不需要新模式（另有表时用 --region 指定）",
        "en": "{path}: {pattern} reads this form already, no pattern is needed (--region chooses another form)",
    },
    "draft-no-region": {
        "zh": "{path}：没有这一段，文件里共 {count} 段（jixiao inspect 可查看）",
        "en": "{path}: no such region; the file has {count} (jixiao inspect shows them)",
    },
    "pattern-none": {"zh": "{path}：没有 .toml 文件", "en": "{path}: no .toml file there"},
    "golden-differs": {
        "zh": "{name}：与标准不同，{count}处",
        "en": "{name}: differs from its golden, fields: {count}",
    },
    "golden-no-golden": {
        "zh": "{name}：没有标准文件；核对后用 jixiao golden write 写入",
        "en": "{name}: has no golden; write it with jixiao golden write and read it against the source",
    },
    "golden-no-sample": {"zh": "{name}：没有对应的样本", "en": "{name}: has no sample"},
    "golden-no-form": {
        "zh": "{name}：没有模式认领此文件；若其中确实没有表，用 jixiao golden write 加上文件名写出标准",
        "en": "{name}: no pattern claims this document; if it holds no form, write its golden by name, with jixiao "
        "golden write",
    },
    "golden-damaged": {
        "zh": "{name}：标准文件不是有效的 JSON（{detail}）",
        "en": "{name}: is no valid JSON ({detail})",
    },
    "golden-expected": {"zh": "应为", "en": "expected"},
    "golden-found": {"zh": "实为", "en": "found"},
    "golden-nothing": {"zh": "（没有）", "en": "(nothing)"},
    "golden-more": {"zh": "……还有 {count} 处", "en": "… and {count} more"},
    "golden-checked": {"zh": "样本 {count} 个，有问题 {bad} 个", "en": "samples: {count}, with a problem: {bad}"},
    "golden-empty": {"zh": "{path}：没有样本", "en": "{path}: no sample there"},
    "golden-written": {"zh": "已写入 {path}（{status}）", "en": "wrote {path} ({status})"},
    "golden-refused": {
        "zh": "{path}：已存在且不同，没有覆盖（--force 可覆盖）",
        "en": "{path}: is there already and differs; not overwritten (--force does)",
    },
    "golden-kept": {"zh": "{count} 个已是最新", "en": "{count:is as it should be|are as they should be}"},
}
"""What the command and its summary say."""

HEADER: dict[str, dict[Language, str]] = {
    "unit_name": {"zh": "预算单位", "en": "unit"},
    "department_name": {"zh": "主管部门", "en": "department"},
    "implementing_unit": {"zh": "实施单位", "en": "implementing unit"},
    "project_name": {"zh": "项目名称", "en": "project"},
    "project_code": {"zh": "项目代码", "en": "project code"},
    "project_nature": {"zh": "项目性质", "en": "nature"},
    "project_category": {"zh": "项目类别", "en": "category"},
    "contact": {"zh": "联系人", "en": "contact"},
    "phone": {"zh": "联系电话", "en": "telephone"},
    "start_date": {"zh": "开始日期", "en": "start"},
    "end_date": {"zh": "完成日期", "en": "end"},
    "staff_active": {"zh": "在职人数", "en": "staff in post"},
    "staff_retired": {"zh": "离退休人数", "en": "retired staff"},
    "staff_total": {"zh": "财政供养人员数", "en": "staff"},
    "subordinate_units": {"zh": "下属二级单位数", "en": "units below it"},
}
"""The fields of a form's head, as the summary calls them."""


def say_line(code: str, language: Language, **names: object) -> str:
    """Give a line of the command or its summary."""
    return fill(LINES[code][language], **say_system(names, language))


def say_field(code: str, language: Language) -> str:
    """Give what the summary calls a field of a form's head."""
    return HEADER[code][language] if code in HEADER else code
