"""Roles: who may do what. Each is a class a civil servant can read; the page "Roles" is drawn from them.

A person holds a role in an organisation. What everybody may read is in READING; the rest a role allows
reaches as far as its scope says.
"""

from enum import StrEnum

from jalon.kernel.words import Words


class Scope(StrEnum):
    OWN = "own"
    BEHIND = "behind"
    EVERYWHERE = "everywhere"


class Rows(StrEnum):
    """What a reader sees of the rows behind a figure (figures themselves are the same for all)."""

    FULL = "full"
    SAMPLED = "sampled"
    MASKED = "masked"
    NONE = "none"


SCOPES = {
    Scope.OWN: Words("son organisme", "مؤسسته", "its own organisation"),
    Scope.BEHIND: Words(
        "sa fédération et les centres derrière elle",
        "فدراليته والمراكز التابعة لها",
        "its federation and the centres behind it",
    ),
    Scope.EVERYWHERE: Words("tous les organismes", "جميع المؤسسات", "every organisation"),
}

ROWS = {
    Rows.FULL: Words("les lignes entières", "السطور كاملة", "whole rows"),
    Rows.SAMPLED: Words("les lignes tirées au sort", "السطور المسحوبة بالقرعة", "the sampled rows"),
    Rows.MASKED: Words(
        "les lignes sans le nom de l'entreprise, au mois, sans montant ni pièce",
        "السطور دون اسم المقاولة، بالشهر، دون مبلغ ولا وثيقة",
        "rows without the firm's name, by month, without amount or document",
    ),
    Rows.NONE: Words(
        "les chiffres seuls, sans les petits effectifs",
        "الأرقام فقط، دون الأعداد الصغيرة",
        "figures only, without small counts",
    ),
}

PERMISSIONS = {
    "plan.view": Words("lire le plan et son état", "قراءة المخطط وحالته", "read the plan and its state"),
    "plan.amend": Words("amender le plan", "تعديل المخطط", "amend the plan"),
    "contract.view": Words("lire les contrats-objectifs", "قراءة عقود الأهداف", "read objective contracts"),
    "contract.draft": Words(
        "préparer un contrat-objectifs", "إعداد عقد أهداف", "draft an objective contract"
    ),
    "contract.sign": Words("signer un contrat-objectifs", "توقيع عقد أهداف", "sign an objective contract"),
    "fund.view": Words("lire les comptes du fonds", "قراءة حسابات الصندوق", "read the fund's books"),
    "fund.keep": Words(
        "tenir les comptes : promesses, allocations, engagements, virements",
        "مسك الحسابات: التعهدات والتخصيصات والالتزامات والتحويلات",
        "keep the books: pledges, allocations, commitments, transfers",
    ),
    "fund.request": Words("demander un déblocage", "طلب إفراج عن أموال", "request a release"),
    "fund.approve": Words(
        "approuver un déblocage et en ordonner le paiement",
        "المصادقة على إفراج والأمر بأدائه",
        "approve a release and order its payment",
    ),
    "fund.pay": Words("payer et encaisser", "الأداء والتحصيل", "pay and cash in"),
    "fund.justify": Words(
        "justifier les dépenses par leurs pièces", "تبرير النفقات بوثائقها", "justify spending with documents"
    ),
    "committee.view": Words(
        "lire les séances du comité", "قراءة جلسات اللجنة", "read the sessions of the committee"
    ),
    "committee.call": Words(
        "convoquer le comité, tenir ses sièges, ses règles et son ordre du jour",
        "دعوة اللجنة ومسك مقاعدها وقواعدها وجدول أعمالها",
        "call the committee, keep its seats, rules and agenda",
    ),
    "committee.vote": Words(
        "siéger au comité et y voter", "حضور أشغال اللجنة والتصويت", "sit in the committee and vote"
    ),
    "committee.record": Words(
        "tenir le secrétariat : présences, votes, décisions, procès-verbal",
        "تولي الكتابة: الحضور والأصوات والقرارات والمحضر",
        "keep the record: attendance, votes, decisions, minutes",
    ),
    "decision.view": Words(
        "lire les décisions du comité", "قراءة قرارات اللجنة", "read the committee's decisions"
    ),
    "contract.warn": Words(
        "alerter un contrat en retard et en demander les raisons",
        "تنبيه عقد متأخر وطلب أسبابه",
        "alert a contract that falls behind and ask for reasons",
    ),
    "evaluation.view": Words(
        "lire les évaluations et leurs recommandations",
        "قراءة التقييمات وتوصياتها",
        "read evaluations and their recommendations",
    ),
    "evaluation.write": Words(
        "consigner les constats et les recommandations d'une évaluation",
        "تدوين خلاصات تقييم وتوصياته",
        "record the findings and recommendations of an evaluation",
    ),
    "allocation.view": Words(
        "lire les répartitions d'enveloppe soumises au comité",
        "قراءة توزيعات الغلاف المالي المعروضة على اللجنة",
        "read the sharings of an envelope put to the committee",
    ),
    "allocation.prepare": Words(
        "préparer une répartition d'enveloppe et la soumettre au comité",
        "إعداد توزيع للغلاف المالي وعرضه على اللجنة",
        "prepare a sharing of an envelope and put it to the committee",
    ),
    "work.view": Words(
        "lire les demandes, devis et dossiers du centre",
        "قراءة طلبات المركز وعروض أثمانه وملفاته",
        "read the centre's requests, quotes and files",
    ),
    "work.receive": Words(
        "recevoir demandes et échantillons", "استقبال الطلبات والعينات", "receive requests and samples"
    ),
    "work.lead": Words(
        "examiner, chiffrer et planifier une demande",
        "دراسة الطلبات وتسعيرها وبرمجتها",
        "examine, quote and plan a request",
    ),
    "work.do": Words(
        "faire les travaux et saisir les résultats",
        "إنجاز الأشغال وإدخال النتائج",
        "do the work and enter results",
    ),
    "work.verify": Words(
        "vérifier les résultats d'un autre", "التحقق من نتائج شخص آخر", "verify somebody else's results"
    ),
    "work.authorise": Words(
        "autoriser et émettre rapports et avis",
        "الترخيص بالتقارير والآراء وإصدارها",
        "authorise and issue reports and opinions",
    ),
    "work.certify": Words(
        "instruire et décider une certification",
        "دراسة الإشهاد والبت فيه",
        "review and decide a certification",
    ),
    "work.quality": Words(
        "traiter réclamations et non-conformités",
        "معالجة الشكايات وحالات عدم المطابقة",
        "handle complaints and non-conformities",
    ),
    "work.direct": Words(
        "décliner, transférer ou arrêter une demande",
        "الاعتذار عن طلب أو تحويله أو إيقافه",
        "decline, transfer or stop a request",
    ),
    "work.invoice": Words(
        "facturer et clore une demande", "الفوترة وإقفال الطلب", "invoice and close a request"
    ),
    "offering.keep": Words(
        "tenir le catalogue des services et leurs prix",
        "مسك دليل الخدمات وأثمانها",
        "keep the catalogue of services and their prices",
    ),
    "portal.use": Words(
        "demander des services pour son entreprise et suivre ses demandes",
        "طلب الخدمات لفائدة مقاولته وتتبع طلباتها",
        "ask for services for one's firm and follow its requests",
    ),
    "evidence.view": Words("lire les résultats", "قراءة النتائج", "read the results"),
    "evidence.rows": Words(
        "ouvrir un chiffre sur ses lignes", "فتح رقم على سطوره", "open a figure onto its rows"
    ),
    "evidence.import": Words("importer des preuves", "استيراد الأدلة", "import evidence"),
    "evidence.reverse": Words("annuler une ligne de preuve", "إلغاء سطر دليل", "reverse a row of evidence"),
    "evidence.consult": Words(
        "consulter les lignes d'un centre, en le disant",
        "الاطلاع على سطور مركز مع التصريح بذلك",
        "consult a centre's rows, on the record",
    ),
    "received_to.attest": Words(
        "attester que les preuves sont complètes jusqu'à un jour",
        "الإشهاد بأن الأدلة كاملة إلى يوم معين",
        "attest that evidence is complete up to a day",
    ),
    "return.view": Words(
        "lire les rapports des centres", "قراءة تقارير المراكز", "read the centres' returns"
    ),
    "return.write": Words(
        "commenter un rapport et répondre aux questions",
        "التعليق على تقرير والإجابة عن الأسئلة",
        "comment on a return and answer questions",
    ),
    "return.submit": Words("transmettre un rapport", "إيداع تقرير", "submit a return"),
    "return.verify": Words(
        "tirer un échantillon, le contrôler et arrêter les valeurs vérifiées",
        "سحب عينة ومراقبتها وحصر القيم المتحقق منها",
        "draw a sample, check it and settle the verified values",
    ),
    "return.reply": Words(
        "répondre aux constats d'une vérification",
        "الرد على ملاحظات التحقق",
        "answer the findings of a verification",
    ),
    "return.bring": Words(
        "porter un rapport vérifié devant le comité",
        "عرض تقرير متحقق منه على اللجنة",
        "bring a verified return before the committee",
    ),
    "seal.make": Words("sceller une période", "ختم فترة", "seal a period"),
    "seal.read": Words(
        "télécharger le paquet scellé d'une période, lignes comprises",
        "تحميل الحزمة المختومة لفترة بما فيها السطور",
        "download the sealed bundle of a period, rows included",
    ),
    "return.send_back": Words(
        "renvoyer un rapport au centre", "إعادة تقرير إلى المركز", "send a return back to its centre"
    ),
    "calendar.keep": Words(
        "tenir le calendrier des rapports et les jours fériés",
        "ضبط جدول التقارير وأيام العطل",
        "keep the reporting calendar and the holidays",
    ),
    "capacity.view": Words(
        "lire les moyens du centre : laboratoires, équipements, portée d'accréditation",
        "قراءة وسائل المركز: المختبرات والتجهيزات ومجال الاعتماد",
        "read the centre's means: laboratories, instruments, accreditation scope",
    ),
    "capacity.record": Words(
        "inscrire équipements, étalonnages, contrôles et réservations",
        "تدوين التجهيزات والمعايرات والمراقبات والحجوزات",
        "record instruments, calibrations, checks and bookings",
    ),
    "capacity.keep": Words(
        "tenir le personnel, les habilitations, les laboratoires et la portée",
        "مسك المستخدمين والتأهيلات والمختبرات ومجال الاعتماد",
        "keep staff, authorisations, laboratories and scope",
    ),
    "figure.ask": Words(
        "poser une question sur un chiffre", "طرح سؤال حول رقم", "ask a question about a figure"
    ),
    "journal.view": Words("lire le journal des actes", "قراءة سجل الأعمال", "read the journal of acts"),
    "organisation.view": Words("lire les organismes", "قراءة المؤسسات", "read organisations"),
    "organisation.register": Words(
        "inscrire et corriger un organisme", "تسجيل مؤسسة وتصحيحها", "register and amend an organisation"
    ),
    "centre.leave": Words(
        "constater le départ d'un centre du réseau, et l'annuler",
        "معاينة مغادرة مركز للشبكة وإلغاؤها",
        "record that a centre leaves the network, and undo it",
    ),
    "firm.view": Words(
        "lire les fiches des entreprises", "قراءة بطاقات المقاولات", "read the records of firms"
    ),
    "firm.register": Words(
        "inscrire et corriger une entreprise", "تسجيل مقاولة وتصحيحها", "register and amend a firm"
    ),
    "firm.merge": Words(
        "fusionner deux fiches d'une même entreprise",
        "دمج بطاقتين لمقاولة واحدة",
        "merge two records of one firm",
    ),
    "people.view": Words("lire la liste des personnes", "قراءة لائحة الأشخاص", "read the list of people"),
    "deputy.name": Words(
        "désigner un suppléant pour un temps", "تعيين نائب لمدة محددة", "name a deputy for a time"
    ),
    "people.invite": Words("inviter une personne", "دعوة شخص", "invite a person"),
    "people.deactivate": Words(
        "désactiver et réactiver un compte",
        "تعطيل حساب وإعادة تفعيله",
        "deactivate and reactivate an account",
    ),
}

READING = frozenset({"plan.view", "evidence.view", "organisation.view"})


class Role:
    code: str
    name: Words
    description: Words
    held_in: tuple[str, ...]  # kinds of organisation
    scope: Scope
    allows: frozenset[str]
    rows: Rows = Rows.NONE
    invites: frozenset[str] = frozenset()  # codes of the roles it may give
    apart_from: frozenset[str] = frozenset()  # who acts cannot also check
    reads: frozenset[str] = READING

    @classmethod
    def permissions(cls) -> frozenset[str]:
        return cls.allows | cls.reads

    @classmethod
    def reach(cls, permission: str) -> Scope | None:
        """How far the permission goes, None when the role does not give it."""
        if permission in cls.allows:
            return cls.scope
        return Scope.EVERYWHERE if permission in cls.reads else None


class ProgrammeOfficer(Role):
    code = "programme_officer"
    name = Words("Responsable de programme", "مسؤول البرنامج", "Programme officer")
    description = Words(
        "Suit le plan pour le ministère, prépare le comité, propose avenants et déblocages.",
        "يتتبع المخطط لفائدة الوزارة ويحضر أشغال اللجنة ويقترح العقود الملحقة والإفراجات.",
        "Follows the plan for the ministry, prepares the committee, proposes amendments and releases.",
    )
    held_in = ("ministry",)
    scope = Scope.EVERYWHERE
    rows = Rows.MASKED
    allows = frozenset(
        {
            "allocation.view", "allocation.prepare",
            "plan.amend", "contract.view", "contract.draft", "contract.sign", "evidence.rows",
            "fund.view", "fund.request",
            "return.view", "return.send_back", "return.bring", "seal.make", "calendar.keep", "figure.ask",
            "deputy.name",
            "committee.view", "committee.call", "committee.vote", "committee.record", "decision.view",
            "evaluation.view", "contract.warn", "centre.leave",
        }
    )  # fmt: skip


class Coordinator(Role):
    code = "coordinator"
    name = Words("Coordination du réseau", "تنسيق الشبكة", "Network coordinator")
    description = Words(
        "Compare les centres et consolide leurs résultats sans redemander un chiffre.",
        "يقارن بين المراكز ويجمع نتائجها دون إعادة طلب أي رقم.",
        "Compares centres and consolidates their results without asking for a figure twice.",
    )
    held_in = ("network",)
    scope = Scope.EVERYWHERE
    rows = Rows.MASKED
    allows = frozenset(
        {
            "allocation.view",
            "contract.view",
            "evidence.rows",
            "fund.view",
            "return.view",
            "figure.ask",
            "committee.view",
            "committee.vote",
            "decision.view",
            "evaluation.view",
        }
    )


class CentreDirector(Role):
    code = "centre_director"
    name = Words("Direction de centre", "مدير مركز", "Centre director")
    description = Words(
        "Répond du contrat du centre, atteste ses preuves, invite son personnel.",
        "يتولى عقد المركز ويشهد على أدلته ويدعو مستخدميه.",
        "Answers for the centre's contract, attests its evidence, invites its staff.",
    )
    held_in = ("centre",)
    scope = Scope.OWN
    rows = Rows.FULL
    allows = frozenset(
        {
            "contract.view", "contract.draft", "contract.sign",
            "capacity.view", "capacity.record", "capacity.keep",
            "evidence.rows", "evidence.import", "evidence.reverse", "received_to.attest",
            "firm.view", "firm.register", "firm.merge",
            "people.view", "people.invite",
            "fund.view", "fund.justify",
            "return.view", "return.write", "return.submit", "return.reply", "deputy.name",
            "decision.view", "evaluation.view",
            "work.view", "work.receive", "work.lead", "work.authorise", "work.certify", "work.quality",
            "work.direct", "work.invoice", "offering.keep",
        }
    )  # fmt: skip
    invites = frozenset({"centre_staff", "quality_manager"})
    apart_from = frozenset({"auditor", "verifier"})


class CentreStaff(Role):
    code = "centre_staff"
    name = Words("Personnel de centre", "مستخدم بمركز", "Centre staff")
    description = Words(
        "Fait le travail du centre et en apporte les preuves.",
        "ينجز أعمال المركز ويقدم أدلتها.",
        "Does the centre's work and brings its evidence.",
    )
    held_in = ("centre",)
    scope = Scope.OWN
    rows = Rows.FULL
    allows = frozenset(
        {
            "capacity.view",
            "capacity.record",
            "contract.view",
            "evidence.rows",
            "evidence.import",
            "evidence.reverse",
            "firm.view",
            "firm.register",
            "return.view",
            "return.write",
            "return.reply",
            "work.view",
            "work.receive",
            "work.lead",
            "work.do",
            "work.verify",
            "work.invoice",
        }
    )
    apart_from = frozenset({"auditor", "verifier"})


class QualityManager(Role):
    code = "quality_manager"
    name = Words("Responsable qualité", "مسؤول الجودة", "Quality manager")
    description = Words(
        "Traite réclamations, appels et non-conformités sans avoir pris part au travail concerné.",
        "يعالج الشكايات والطعون وحالات عدم المطابقة دون أن يكون قد شارك في العمل المعني.",
        "Handles complaints, appeals and non-conformities, having taken no part in the work concerned.",
    )
    held_in = ("centre",)
    scope = Scope.OWN
    rows = Rows.FULL
    allows = frozenset(
        {
            "capacity.view",
            "contract.view",
            "evidence.rows",
            "firm.view",
            "return.view",
            "work.view",
            "work.quality",
        }
    )
    apart_from = frozenset({"auditor", "verifier"})


class FederationDelegate(Role):
    code = "federation_delegate"
    name = Words("Fédération", "مندوب الفدرالية", "Federation delegate")
    description = Words(
        "Signe pour la fédération et suit les services rendus à sa filière.",
        "يوقع باسم الفدرالية ويتتبع الخدمات المقدمة لقطاعه.",
        "Signs for the federation and follows the services its sector receives.",
    )
    held_in = ("federation",)
    scope = Scope.BEHIND
    allows = frozenset(
        {"contract.view", "contract.sign", "fund.view", "return.view", "decision.view", "evaluation.view"}
    )


class CommitteeMember(Role):
    code = "committee_member"
    name = Words("Membre du comité de suivi", "عضو لجنة التتبع", "Committee member")
    description = Words(
        "Lit le dossier de séance, décide, voit ses décisions prendre effet.",
        "يقرأ ملف الجلسة ويقرر ويرى أثر قراراته.",
        "Reads the session's book, decides, sees decisions take effect.",
    )
    held_in = ("ministry", "network", "federation", "funder", "other")
    scope = Scope.EVERYWHERE
    allows = frozenset(
        {
            "allocation.view",
            "contract.view",
            "fund.view",
            "return.view",
            "figure.ask",
            "committee.view",
            "committee.vote",
            "decision.view",
            "evaluation.view",
        }
    )


class Auditor(Role):
    code = "auditor"
    name = Words("Audit", "مدقق", "Auditor")
    description = Words(
        "Peut tout lire ; chaque consultation des lignes d'un centre est inscrite au journal.",
        "يمكنه قراءة كل شيء؛ ويقيد في السجل كل اطلاع على سطور مركز.",
        "May read everything; each consultation of a centre's rows is written in the journal.",
    )
    held_in = ("ministry", "network", "funder", "other")
    scope = Scope.EVERYWHERE
    rows = Rows.FULL
    allows = frozenset(
        {
            "allocation.view",
            "contract.view", "evidence.rows", "evidence.consult", "firm.view", "journal.view", "fund.view",
            "return.view", "figure.ask", "seal.read",
            "committee.view", "decision.view", "evaluation.view",
        }
    )  # fmt: skip
    apart_from = frozenset(
        {"centre_director", "centre_staff", "quality_manager", "fund_officer", "accountant"}
    )


class Verifier(Role):
    code = "verifier"
    name = Words("Vérification", "متحقق", "Verifier")
    description = Words(
        "Tire un échantillon, contrôle les pièces, consigne ses constats.",
        "يسحب عينة ويراقب الوثائق ويدون ملاحظاته.",
        "Draws a sample, checks documents, records findings.",
    )
    held_in = ("ministry", "network", "funder", "other")
    scope = Scope.EVERYWHERE
    rows = Rows.SAMPLED
    allows = frozenset(
        {
            "contract.view", "evidence.rows", "return.view", "return.verify", "figure.ask",
            "committee.view", "decision.view", "evaluation.view", "evaluation.write",
        }
    )  # fmt: skip
    apart_from = frozenset({"centre_director", "centre_staff", "quality_manager"})


class Administrator(Role):
    code = "administrator"
    name = Words("Administration", "مدير النظام", "Administrator")
    description = Words(
        "Tient les organismes, les entreprises et les comptes ; ne change aucun résultat.",
        "يدير المؤسسات والمقاولات والحسابات؛ ولا يغير أي نتيجة.",
        "Keeps organisations, firms and accounts; changes no result.",
    )
    held_in = ("ministry", "network")
    scope = Scope.EVERYWHERE
    allows = frozenset(
        {
            "contract.view", "journal.view", "organisation.register",
            "firm.view", "firm.register", "firm.merge",
            "people.view", "people.invite", "people.deactivate",
            "return.view",
        }
    )  # fmt: skip


class FundOfficer(Role):
    code = "fund_officer"
    name = Words("Gestion du fonds", "مسؤول الصندوق", "Fund officer")
    description = Words(
        "Tient les comptes du fonds, approuve les déblocages décidés et en ordonne le paiement.",
        "يمسك حسابات الصندوق ويصادق على الإفراجات المقررة ويأمر بأدائها.",
        "Keeps the fund's books, approves the releases decided and orders their payment.",
    )
    held_in = ("ministry", "funder")
    scope = Scope.EVERYWHERE
    allows = frozenset(
        {
            "allocation.view",
            "allocation.prepare",
            "contract.view",
            "fund.view",
            "fund.keep",
            "fund.approve",
            "return.view",
            "committee.view",
            "committee.vote",
            "decision.view",
            "evaluation.view",
        }
    )
    apart_from = frozenset({"auditor"})


class Accountant(Role):
    code = "accountant"
    name = Words("Comptabilité", "محاسب", "Accountant")
    description = Words(
        "Paie ce qui a été ordonné par d'autres, encaisse ce qui est rendu.",
        "يؤدي ما أمر به غيره ويحصل ما يعاد.",
        "Pays what others ordered, cashes in what is given back.",
    )
    held_in = ("ministry", "funder", "network")
    scope = Scope.EVERYWHERE
    allows = frozenset({"contract.view", "fund.view", "fund.pay", "return.view"})
    apart_from = frozenset({"auditor"})


ROLES: dict[str, type[Role]] = {
    role.code: role
    for role in (
        ProgrammeOfficer,
        Coordinator,
        CentreDirector,
        CentreStaff,
        QualityManager,
        FederationDelegate,
        CommitteeMember,
        Auditor,
        Verifier,
        FundOfficer,
        Accountant,
        Administrator,
    )
}
Administrator.invites = frozenset(ROLES)


class Firm(Role):
    """Not held in an organisation: an account of a firm has it (`FirmAccount`), and reads its own things."""

    code = "firm"
    name = Words("Entreprise", "مقاولة", "Firm")
    description = Words(
        "Demande des services aux centres, accepte leurs devis, suit ses propres demandes.",
        "تطلب الخدمات من المراكز وتقبل عروض أثمانها وتتتبع طلباتها الخاصة.",
        "Asks centres for services, accepts their quotes, follows its own requests.",
    )
    held_in = ()
    scope = Scope.OWN
    allows = frozenset({"portal.use"})
    reads = frozenset()
