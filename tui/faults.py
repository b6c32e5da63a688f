"""What can go wrong, each with its one Chinese sentence and its exit code.

A sentence says what happened, that nothing was lost, and what to do next. Screens and the command line
show the same sentence; the exit code follows the fault. Bundle faults carry the E-number of the bundle
specification in their value and exit with 10 + that number.
"""

from enum import Enum


class Fault(Enum):
    """A closed list: value is the stable code that is written into logs and read by scripts."""

    exit_code: int
    sentence: str

    def __new__(cls, code: str, exit_code: int, sentence: str) -> "Fault":
        fault = object.__new__(cls)
        fault._value_ = code
        fault.exit_code = exit_code
        fault.sentence = sentence
        return fault

    # the vault and its keys
    PASSPHRASE_WRONG = (
        "passphrase-wrong",
        3,
        "口令不正确，保险库未打开，数据没有变化。请核对大小写和输入法后重新输入。",
    )
    PASSPHRASE_WEAK = (
        "passphrase-weak",
        4,
        "口令不合要求，未作任何改动：至少{length}个字符，大写、小写、数字、其他符号四类中至少{kinds}类。请另设一个口令。",
    )
    SLOT_DAMAGED = (
        "slot-damaged",
        5,
        "密钥文件{file}已损坏或被改动，保险库未打开，数据没有变化。请用备份中的同名文件替换后再试。",
    )
    KDF_TOO_WEAK = (
        "kdf-too-weak",
        6,
        "密钥文件中的口令保护参数低于下限，可能被人改动，保险库未打开。请与安全保密管理员联系。",
    )
    VAULT_NOT_FOUND = "vault-not-found", 7, "文件夹{path}中没有保险库。请检查路径，或用 paicha init 新建。"
    VAULT_EXISTS = "vault-exists", 8, "文件夹{path}不是空的，为免覆盖，没有新建保险库。请另选一个文件夹。"
    VAULT_IN_USE = "vault-in-use", 9, "保险库正由另一个窗口使用，本次未打开。请先关闭那个窗口。"
    VAULT_DAMAGED = (
        "vault-damaged",
        10,
        "数据库文件已损坏或密钥不符，为保护数据没有打开，也没有改动任何文件。请用最近的备份恢复。",
    )
    VAULT_TOO_NEW = (
        "vault-too-new",
        40,
        "保险库由更新版本的程序建立（格式{found}，本程序支持到{known}），没有打开。请升级程序。",
    )
    DISK_FULL = (
        "disk-full",
        41,
        "磁盘空间不足，本次操作已全部撤回，原有数据没有变化。请腾出空间后重试。",
    )

    # people and the journal
    PEOPLE_DAMAGED = (
        "people-damaged",
        72,
        "人员登记文件people.json已损坏或被改动，保险库未打开，数据没有变化。请保留现场，与安全保密管理员联系。",
    )
    ACCOUNT_UNKNOWN = "account-unknown", 73, "没有这个账号，保险库未打开。请输入本人的账号（字母或数字）。"
    ACCOUNT_LOCKED = (
        "account-locked",
        74,
        "账号{account}已锁定，保险库未打开，数据没有变化。请由安全保密管理员解锁。",
    )
    ACCOUNT_WAITING = (
        "account-waiting",
        75,
        "账号{account}连续输错口令，还须等待{minutes}分钟才能再试，数据没有变化。",
    )
    ACCOUNT_INVALID = (
        "account-invalid",
        76,
        "账号“{account}”不能使用，未作任何改动。账号由1至20个小写字母或数字组成，每人一个，不得重复。",
    )
    STAFFING = "staffing", 77, "这样安排人员不合规定：{reason}未作任何改动，请重新安排。"
    NO_DATA_KEY = "no-data-key", 78, "{roles}不接触党员数据，不能进行这项操作。请由业务人员办理。"
    ROLE_REFUSED = "role-refused", 79, "{roles}无权进行这项操作，未作任何改动。请由有此职责的人员办理。"
    PASSPHRASE_EXPIRED = (
        "passphrase-expired",
        96,
        "账号{account}的口令已经到期，保险库未打开，数据没有变化。请先用 paicha passphrase 更换口令。",
    )
    PASSPHRASE_REUSED = (
        "passphrase-reused",
        80,
        "新口令与现用的或最近{count}次用过的相同，未作任何改动。请另设一个口令。",
    )
    RECOVERY_MISTYPED = (
        "recovery-mistyped",
        81,
        "恢复密钥第{line}行与打印的不一致，请对照纸面重新输入这一行。",
    )
    GRANT_PENDING = (
        "grant-pending",
        82,
        "账号{account}的授权已经签发，待已有该项权限的人员下次打开保险库后生效。数据没有变化，请稍后再试。",
    )
    PERSON_UNKNOWN = "person-unknown", 83, "没有账号“{account}”，未作任何改动。请核对账号。"
    POLICY_LOOSER = "policy-looser", 84, "口令和锁定要求只能改得更严，未作任何改动。"
    ROLE_UNKNOWN = "role-unknown", 87, "不认识的角色，未作任何改动。应为下列之一或几个：{known}。"
    RECOVERY_NEEDED = (
        "recovery-needed",
        88,
        "没有终端，不能当面抄写恢复密钥，没有新建保险库。请在终端中新建，或用 --recovery 给出另行制作的恢复公钥。",
    )
    RECOVERY_INVALID = "recovery-invalid", 89, "恢复公钥无效（应以age1开头），没有新建保险库。请核对后重试。"
    AUDIT_FAILED = "audit-failed", 90, "日志核对发现异常，详见上表。数据没有变化，请保留现场，立即报告。"
    JOURNAL_FORKED = (
        "journal-forked",
        85,
        "数据库与日志文件对不上，其中之一可能被换回旧的或被改写。请停止使用，保留现场，立即报告。",
    )
    JOURNAL_READ_ONLY = (
        "journal-read-only",
        86,
        "日志核对发现异常，保险库只供查看，没有写入任何内容。请保留现场，立即报告安全审计员。",
    )

    BACKUP_UNSOUND = (
        "backup-unsound",
        92,
        "备份文件不完整或不是本程序的备份，没有采用。保险库中的数据没有变化，请重新备份或换用另一份备份。",
    )
    EXPORT_UNSOUND = "export-unsound", 95, "{file}不是完整的日志导出文件，或被改动，请勿采信，并向导出单位核实。"
    RESTORE_NEEDS_TWO = (
        "restore-needs-two",
        93,
        "恢复须由两人办理（其中一人为书记），未作改动。请两人分别输入口令。",
    )
    RESTORED = (
        "restored",
        94,
        "本保险库由备份恢复，上级尚未发还最近一次上报的内容，不能封装上报包。请与上级单位联系。",
    )

    # what comes in
    FILE_UNREADABLE = (
        "file-unreadable",
        42,
        "无法读取文件{file}，没有导入任何内容。请检查路径、权限和介质后重试。",
    )
    NOT_A_WORKBOOK = (
        "not-a-workbook",
        43,
        "{file}不是可以读取的电子表格，没有导入任何内容。请用Excel或WPS打开，另存为.xlsx后重试。",
    )
    FILE_IS_WPS_TABLE = (
        "file-is-wps-table",
        101,
        "{file}是WPS表格文件，没有导入任何内容。请在WPS中打开，另存为.xlsx后再导入。",
    )
    FILE_IS_XLSB = (
        "file-is-xlsb",
        102,
        "{file}是二进制工作簿（.xlsb），没有导入任何内容。请在Excel或WPS中打开，另存为.xlsx后再导入。",
    )
    FILE_IS_MARKUP = (
        "file-is-markup",
        103,
        "{file}是网页或XML格式（有的系统以.xls为名导出），没有导入任何内容。请用Excel或WPS打开，另存为.xlsx后再导入。",
    )
    FILE_IS_DOCUMENT = (
        "file-is-document",
        104,
        "{file}是文字文档或演示文稿，没有导入任何内容。请把其中的表格复制到Excel或WPS表格中，存为.xlsx后再导入。",
    )
    FILE_IS_PAGES = (
        "file-is-pages",
        105,
        "{file}是PDF或OFD版式文件，没有导入任何内容。请向提供单位索取电子表格，或填入空白名册后再导入。",
    )
    FILE_IS_PICTURE = (
        "file-is-picture",
        106,
        "{file}是图片，没有导入任何内容。请向提供单位索取电子表格，或填入空白名册后再导入。",
    )
    FILE_IS_ARCHIVE = (
        "file-is-archive",
        107,
        "{file}是压缩包，没有导入任何内容。请先解压，再选择其中的电子表格导入。",
    )
    TEXT_UNDECODABLE = (
        "text-undecodable",
        108,
        "{file}的文字编码无法识别，或混有几种编码，没有导入任何内容。请用Excel或WPS打开，核对文字后另存为.xlsx再导入。",
    )
    TEXT_QUOTES = (
        "text-quotes",
        109,
        "{file}中的双引号不成对，分不清行和栏，没有导入任何内容。请用Excel或WPS打开，核对后另存为.xlsx再导入。",
    )
    WORKBOOK_PROTECTED = (
        "workbook-protected",
        44,
        "{file}设有打开密码，没有导入任何内容。请在Excel或WPS中取消密码，另存后重试。",
    )
    WORKBOOK_TOO_LARGE = (
        "workbook-too-large",
        45,
        "{file}超出可处理的大小，没有导入任何内容。请拆分成几个文件后重试。",
    )
    NO_LIST_HEADER = (
        "no-list-header",
        46,
        "{file}中没有找到能识别的表头（如名册至少要有“姓名”和另外两个栏目），没有导入任何内容。请检查栏目名称。",
    )
    NO_LIST_ROWS = (
        "no-list-rows",
        47,
        "{file}的表头下面没有内容，没有导入任何内容。请检查是否选对了文件。",
    )
    INTAKE_STOPPED = (
        "intake-stopped",
        48,
        "{file}没有读完就意外中止，没有导入任何内容。请重试；若反复出现，请用电子表格程序打开，另存为新文件。",
    )
    KIND_NOT_IMPORTED = (
        "kind-not-imported",
        97,
        "这是“{kind}”，不导入名册，没有任何改动。统计库导出表请用“与党内统计数据库比对”。",
    )
    NO_FILES = "no-files", 98, "{path}中没有电子表格，没有导入任何内容。请检查是否选对了文件夹。"
    CANCELLED = "cancelled", 49, "已取消，没有任何改动。"

    # evidence
    EVIDENCE_TOO_LARGE = (
        "evidence-too-large",
        125,
        "{file}超过10MB，没有添加，保险库没有变化。请降低扫描分辨率，或分成几个文件后再添加。",
    )
    EVIDENCE_KIND = (
        "evidence-kind",
        99,
        "{file}是空文件、链接，或不是可以添加的附件，没有添加，保险库没有变化。"
        "可以添加PDF、JPEG、PNG、TIFF、纯文本、.docx和.xlsx的文件本身。",
    )

    PROCEDURE_UNFIT = (
        "procedure-unfit",
        39,
        "处置程序文件没有装入：{why}。原有的处置程序没有变化，请改正文件后再装入。",
    )

    # what goes out, and the medium it goes to
    FOLDER_UNWRITABLE = (
        "folder-unwritable",
        50,
        "不能写入文件夹{path}，没有写出任何文件。请检查文件夹是否存在、介质是否插好、是否写保护。",
    )
    MEDIUM_FULL = (
        "medium-full",
        51,
        "介质空间不足（需要{needed}，剩余{free}），没有留下半截文件。请换一个介质或清理后重试。",
    )
    MEDIUM_GONE = (
        "medium-gone",
        52,
        "写入时介质被拔出或出错，本次文件无效，保险库中的数据没有变化。请重新插好后再写一次。",
    )
    READBACK_DIFFERS = (
        "readback-differs",
        53,
        "写入后读回核对不一致，文件已删除。该介质可能已损坏，请换一个介质重试。",
    )
    FILE_EXISTS = "file-exists", 54, "{path}已经存在，为免覆盖没有写入。请改名或移走原文件后重试。"

    # fill-in workbooks
    DUE_PAST = "due-past", 110, "收回期限{value}早于今天，没有写出填报表。请另定一个日期（如2026-12-01）。"
    FILL_IN_NOBODY = "fill-in-nobody", 111, "本单位没有可以发填报表的党支部，没有写出任何文件。请先导入名册。"
    FILL_IN_FOREIGN = (
        "fill-in-foreign",
        112,
        "{file}不是本单位在本批次发出的填报表，没有采用任何内容。请核对文件和送交的党支部。",
    )
    FILL_IN_ALTERED = (
        "fill-in-altered",
        113,
        "{file}中锁定的内容与发出时不符，没有采用任何内容。请党支部用原填报表重新填写。",
    )
    FILL_IN_SUPERSEDED = (
        "fill-in-superseded",
        114,
        "{file}是第{number}号填报表，该党支部已另发第{newest}号，没有采用任何内容。请收回第{newest}号。",
    )
    FILL_IN_DUPLICATE = (
        "fill-in-duplicate",
        115,
        "{file}已在{returned_on}读回过，没有重复采用。如有更正，请党支部在原文件上改正后再送。",
    )

    FILL_IN_UNKNOWN = "fill-in-unknown", 116, "没有发出过第{number}号填报表，未作任何改动。请核对编号。"
    VALUE_REFUSED = "value-refused", 124, "所填内容不能作为“{field}”，未作任何改动。请按{wanted}填写后重试。"

    # checks
    CHECK_ANSWER = "check-answer", 117, "“{item}”不能填“{answer}”，没有保存。请按提示改正。"
    CHECK_UNSTATED = (
        "check-unstated",
        118,
        "还没有写明：{items}，没有保存，已填的内容还在。请补填；核查中一时难以查明的，可记为“待完善”“存疑”。",
    )

    # units and their key cards
    CARD_UNREADABLE = "card-unreadable", 55, "{file}不是有效的单位公钥卡，没有登记。请向对方单位重新索取。"
    CARD_FINGERPRINT = "card-fingerprint", 56, "指纹与公钥卡不符，没有登记。请与对方单位当面或电话逐组核对。"
    CARD_OWN = "card-own", 57, "这是本单位自己的公钥卡，不需要登记。请选择对方单位的公钥卡。"
    CARD_CONFLICT = (
        "card-conflict",
        58,
        "已登记过“{name}”的另一张公钥卡，没有替换。如确已换发，请先由双方负责人核实。",
    )
    NO_SUPERIOR = "no-superior", 59, "还没有登记上级单位的公钥卡，不能封装上报包。请先登记上级公钥卡。"

    # commands
    NOTHING_COMPARED = (
        "nothing-compared",
        100,
        "还没有与{what}比对过，没有写出任何文件。请先导入该名单进行比对。",
    )
    NOTHING_TO_UNDO = "nothing-to-undo", 60, "没有可以撤销的操作。"
    NOTHING_TO_REDO = "nothing-to-redo", 61, "没有可以重做的操作。"
    MEMBER_UNKNOWN = "member-unknown", 91, "没有找到这名党员，未作任何改动。请返回列表重新选择。"
    ORGANIZATION_UNKNOWN = (
        "organization-unknown",
        62,
        "没有找到党组织“{name}”，未作任何改动。请先在组织机构中添加。",
    )
    ORGANIZATION_EXISTS = (
        "organization-exists",
        63,
        "同一上级下已有党组织“{name}”，未作任何改动。请核对名称和代码。",
    )
    KIND_UNSUITABLE = "kind-unsuitable", 64, "{parent}下面不能设{kind}，未作任何改动。请核对党组织类别。"
    KIND_UNKNOWN = "kind-unknown", 71, "不认识的党组织类别，未作任何改动。应为下列之一：{kinds}。"
    NOT_KEPT_HERE = (
        "not-kept-here",
        65,
        "该党组织的党员数据由“{keeper}”维护，本单位不能直接修改。请提出更正意见。",
    )
    NAME_MISSING = "name-missing", 66, "缺少{field}，未作任何改动。请填写后重试。"
    DATE_INVALID = "date-invalid", 67, "“{value}”不是有效的日期（应为2026-11-20这样的形式），未作任何改动。"
    PASSPHRASE_DIFFERS = "passphrase-differs", 68, "两次输入的口令不一致，未作任何改动。请重新设置。"
    NO_TERMINAL = "no-terminal", 69, "全屏界面需要在终端中运行。请在终端窗口中执行，或使用其他子命令。"
    UNEXPECTED = (
        "unexpected",
        70,
        "程序遇到意外情况（{kind}），本次操作已撤回，原有数据没有变化。请记下此句并报告。",
    )

    FILTER_UNREADABLE = "filter-unreadable", 122, "筛选条件有误：{reason}原有结果没有变化，请改正后再试。"
    FILTER_NAME_TAKEN = "filter-name-taken", 123, "已有名为“{name}”的常用筛选，没有保存。请换一个名称。"
    # the double check
    VERIFICATION_INCOMPLETE = (
        "verification-incomplete",
        119,
        "{branch}的核查不能办结：{missing}，没有改动。应查尽查，请按F3看缺查名单，查完后再办结。",
    )
    VERIFICATION_CLOSED = (
        "verification-closed",
        120,
        "{branch}的核查已经办结，没有改动。确需改动的，请先按F8重新核查。",
    )
    NOT_VERIFYING = (
        "not-verifying",
        121,
        "按本批次的层级规定（{levels}），本单位不作工作组核查，没有改动。层级有变的，请书记按F2改正。",
    )

    # bundles
    E01_MEDIA_READ = "E01", 11, "不能读取这个文件，没有接收任何内容。请检查路径和介质，或请对方重新拷贝。"
    E02_NOT_A_BUNDLE = (
        "E02",
        12,
        "这不是本程序的数据包，或包头已损坏，没有接收任何内容。请核对文件，或请对方重新拷贝。",
    )
    E03_NOT_FOR_US = "E03", 13, "这个数据包不是发给本单位的，无法打开。请核对后退还送交人。"
    E04_DAMAGED = "E04", 14, "数据包在传递中被改动或没有拷贝完整，没有接收任何内容。请对方重新拷贝。"
    E06_BAD_LAYOUT = "E06", 16, "数据包内部结构不合规定，没有接收任何内容。请勿再用此介质，并向上级报告。"
    E07_BAD_MANIFEST = "E07", 17, "数据包清单不合规定，没有接收任何内容。请对方用同版本程序重新封装。"
    E08_UNSUPPORTED = "E08", 18, "数据包由不同版本的程序封装，本程序不能处理，没有接收任何内容。请升级程序。"
    E09_UNKNOWN_SENDER = "E09", 19, "发件单位的公钥卡没有登记，没有接收任何内容。请先与对方核对并登记公钥卡。"
    E12_BAD_SIGNATURE = "E12", 22, "数据包签名不符，可能是伪造的，没有接收任何内容。请扣留介质并立即报告。"
    E14_FORWARDED = "E14", 24, "数据包是发给别的单位、被转封给本单位的，没有接收任何内容。请立即报告。"
    E15_DUPLICATE = "E15", 25, "这个数据包在{received_at}已经接收过，没有重复接收。当时结果：{result}。"
    E16_REPLAY_OLD = (
        "E16",
        26,
        "这个数据包比已接收的旧（来件第{seq}号，已收到第{known}号），没有接收。请索取最新的数据包。",
    )
    E18_FORK = (
        "E18",
        28,
        "收到两个编号都是第{seq}号而内容不同的数据包，没有接收这一个。请立即与对方核实并报告。",
    )
    E22_PAYLOAD_MISMATCH = "E22", 32, "数据包内容与清单不符，没有接收任何内容。请对方重新封装。"
    E23_AUDIT_FORK = (
        "E23",
        33,
        "发件单位的日志比上次上报时短或被改写，没有接收任何内容。请立即与对方核实并报告。",
    )
    E24_CONFLICTS = (
        "E24",
        34,
        "数据包涉及不由发件单位维护的党组织（{count}个），没有接收任何内容。请与对方核对隶属关系。",
    )


class Failure(Exception):
    """A fault that happened, with what its sentence needs to name (paths, names, figures)."""

    def __init__(self, fault: Fault, **details: object) -> None:
        self.fault = fault
        self.details = details
        super().__init__(fault.sentence.format(**details))
