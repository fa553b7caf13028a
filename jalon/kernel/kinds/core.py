"""The kinds every network of centres knows; a pack may add others."""

from decimal import Decimal

from jalon.kernel.kinds.kind import Attribute, Kind
from jalon.kernel.kinds.statuses import STATUSES
from jalon.kernel.kinds.stocks import STOCKS
from jalon.kernel.words import Words

ONE = Decimal(1)

FAMILY = Attribute("text", Words("famille de produits", "فئة المنتوجات", "product family"))
REFERENCE = Attribute("text", Words("référence", "مرجع", "reference"))
TITLE = Attribute("text", Words("intitulé", "عنوان", "title"))
BODY = Attribute("text", Words("organisme", "هيئة", "body"))

TESTING = (
    Kind(
        "test.reported",
        Words("Essai rendu", "اختبار منجز", "Test reported"),
        "tests",
        attributes={
            "conform": Attribute("bool", Words("conforme", "مطابق", "conforming")),
            "accredited": Attribute("bool", Words("sous accréditation", "تحت الاعتماد", "accredited")),
            "family": FAMILY,
            "method": Attribute("text", Words("méthode", "طريقة", "method")),
            "standard": Attribute("text", Words("norme", "مواصفة", "standard")),
        },
    ),
    Kind(
        "sample.received",
        Words("Échantillon reçu", "عينة متوصل بها", "Sample received"),
        "samples",
        default_quantity=ONE,
        attributes={"family": FAMILY},
    ),
    Kind(
        "product.validated",
        Words("Produit validé", "منتوج مصادق عليه", "Product validated"),
        "products",
        needs_firm=True,
        default_quantity=ONE,
        general_interest=True,
        attributes={
            "family": FAMILY,
            "reservations": Attribute("bool", Words("avec réserves", "مع تحفظات", "with reservations")),
            "specification": REFERENCE,
        },
    ),
)


KNOWLEDGE = (
    Kind(
        "standard.published",
        Words("Norme publiée", "مواصفة منشورة", "Standard published"),
        "standards",
        needs_identity=True,
        countable_only=True,
        default_quantity=ONE,
        general_interest=True,
        attributes={
            "title": TITLE,
            "body": BODY,
            "role": Attribute(
                "choice",
                Words("contribution", "مساهمة", "contribution"),
                choices={
                    "secretariat": Words("secrétariat", "كتابة", "secretariat"),
                    "convenor": Words("animation", "تنشيط", "convenor"),
                    "expert": Words("expertise", "خبرة", "expert"),
                    "laboratory": Words("laboratoire", "مختبر", "laboratory"),
                },
            ),
        },
    ),
    Kind(
        "standard.drafted",
        Words("Projet de norme rédigé", "مشروع مواصفة محرر", "Standard drafted"),
        "standards",
        needs_identity=True,
        countable_only=True,
        default_quantity=ONE,
        general_interest=True,
        attributes={
            "title": TITLE,
            "stage": Attribute("text", Words("stade", "مرحلة", "stage")),
        },
    ),
    Kind(
        "specification.delivered",
        Words("Cahier des charges remis", "دفتر تحملات مسلم", "Specification delivered"),
        "specifications",
        default_quantity=ONE,
        general_interest=True,
        attributes={"title": TITLE},
    ),
    Kind(
        "study.delivered",
        Words("Étude remise", "دراسة مسلمة", "Study delivered"),
        "studies",
        default_quantity=ONE,
        attributes={
            "title": TITLE,
            "circulation": Attribute(
                "choice",
                Words("diffusion", "نشر", "circulation"),
                choices={
                    "confidential": Words("confidentielle", "سرية", "confidential"),
                    "sector": Words("filière", "قطاع", "sector"),
                    "public": Words("publique", "عمومية", "public"),
                },
            ),
        },
    ),
    Kind(
        "training.attended",
        Words("Formation suivie", "تكوين متبع", "Training attended"),
        "hours",
        attributes={
            "title": TITLE,
            "participants": Attribute("decimal", Words("participants", "مشاركون", "participants")),
        },
    ),
    Kind(
        "training.held",
        Words("Session de formation tenue", "دورة تكوينية منعقدة", "Training held"),
        "sessions",
        default_quantity=ONE,
        attributes={"title": TITLE},
    ),
)

ASSISTANCE = (
    Kind(
        "assistance.delivered",
        Words("Assistance technique rendue", "مساعدة تقنية مقدمة", "Assistance delivered"),
        "person-days",
        needs_firm=True,
        attributes={"mission": Attribute("text", Words("mission", "مهمة", "mission"))},
    ),
    Kind(
        "deliverable.accepted",
        Words("Livrable accepté", "منجز مقبول", "Deliverable accepted"),
        "deliverables",
        needs_document=True,
        default_quantity=ONE,
        attributes={"title": TITLE},
    ),
    Kind(
        "project.followed",
        Words("Projet d'investissement suivi", "مشروع استثماري متتبع", "Investment project followed"),
        "projects",
        needs_identity=True,
        default_quantity=ONE,
        attributes={
            "months": Attribute(
                "decimal", Words("mois après clôture", "أشهر بعد الإقفال", "months after closure")
            ),
            "jobs": Attribute("decimal", Words("emplois", "مناصب شغل", "jobs")),
        },
    ),
    Kind(
        "service.delivered",
        Words("Prestation rendue", "خدمة مقدمة", "Service delivered"),
        "services",
        default_quantity=ONE,
        attributes={
            "working_days": Attribute(
                "decimal", Words("délai (jours ouvrés)", "الأجل (أيام العمل)", "working days")
            ),
        },
    ),
    Kind(
        "satisfaction.answered",
        Words("Satisfaction exprimée", "رضى معبر عنه", "Satisfaction answered"),
        "points",
        allows_zero=True,
    ),
)

PROJECTS = (
    Kind(
        "partnership.signed",
        Words("Partenariat signé", "شراكة موقعة", "Partnership signed"),
        "partnerships",
        needs_document=True,
        default_quantity=ONE,
        attributes={"title": TITLE},
    ),
    Kind(
        "milestone.reached",
        Words("Jalon atteint", "مرحلة رئيسية محققة", "Milestone reached"),
        "milestones",
        needs_one_of=("identity", "attributes.title"),
        default_quantity=ONE,
        attributes={"title": TITLE},
    ),
    Kind(
        "platform.opened",
        Words("Plateforme ouverte", "منصة مفتتحة", "Platform opened"),
        "platforms",
        needs_identity=True,
        countable_only=True,
        default_quantity=ONE,
        attributes={"title": TITLE},
    ),
    Kind(
        "activity.launched",
        Words("Activité nouvelle lancée", "نشاط جديد منطلق", "New activity launched"),
        "activities",
        default_quantity=ONE,
        needs_one_of=("identity", "attributes.title"),
        attributes={"title": TITLE},
    ),
    Kind(
        "equipment.commissioned",
        Words("Équipement mis en service", "تجهيز مشغل", "Equipment commissioned"),
        "equipment",
        needs_amount=True,
        default_quantity=ONE,
        attributes={"title": TITLE},
    ),
)


MONEY = (
    Kind(
        "income.invoiced",
        Words("Facture émise", "فاتورة صادرة", "Income invoiced"),
        "invoices",
        needs_amount=True,
        default_quantity=ONE,
        attributes={"reference": REFERENCE},
    ),
    Kind(
        "income.credited",
        Words("Avoir émis", "إشعار دائن صادر", "Income credited"),
        "credit-notes",
        sign=-1,
        needs_amount=True,
        default_quantity=ONE,
        attributes={"reference": REFERENCE},
    ),
    Kind(
        "level.declared",
        Words("Niveau déclaré", "مستوى مصرح به", "Level declared"),
        needs_one_of=("attributes.what", "service"),
        allows_zero=True,
        allows_negative=True,
        attributes={"what": Attribute("text", Words("objet du niveau", "موضوع المستوى", "what is declared"))},
    ),
)

CORE: tuple[Kind, ...] = (
    *TESTING,
    *STATUSES,
    *KNOWLEDGE,
    *ASSISTANCE,
    *PROJECTS,
    *STOCKS,
    *MONEY,
)
"""The catalogue of the core, in the order people meet it."""
