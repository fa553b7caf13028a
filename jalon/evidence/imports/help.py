"""What each column is for, in the three languages: the help of the template and of the page of columns."""

from jalon.kernel.words import Words

HELP: dict[str, Words] = {
    "external_id": Words(
        "Le nom de la ligne chez vous : unique et stable. La même ligne envoyée de nouveau est reconnue.",
        "اسم السطر لديكم: وحيد وثابت. إذا أُرسل السطر نفسه من جديد يُتعرف عليه.",
        "Your own name for the line: unique and stable. The same line sent again is recognised.",
    ),
    "kind": Words(
        "Le type d'acte, choisi dans la liste.",
        "نوع العمل، يختار من اللائحة.",
        "The kind of deed, from the list.",
    ),
    "on": Words(
        "Le jour de l'acte : 31/03/2024 ou 2024-03-31.",
        "يوم العمل: 2024-03-31 أو 31/03/2024.",
        "The day of the deed: 31/03/2024 or 2024-03-31.",
    ),
    "quantity": Words(
        "Toujours positive ; vide quand l'acte compte pour 1.",
        "موجبة دائما؛ تترك فارغة عندما يحتسب العمل واحدا.",
        "Always positive; blank when the deed counts for 1.",
    ),
    "unit": Words(
        "Facultative : celle du type d'acte.",
        "اختيارية: وحدة نوع العمل.",
        "Optional: that of the kind of deed.",
    ),
    "amount": Words(
        "En dirhams hors taxe, deux décimales.",
        "بالدرهم دون احتساب الرسوم، رقمان بعد الفاصلة.",
        "In dirhams without VAT, two decimals.",
    ),
    "firm_ice": Words(
        "Les 15 chiffres de l'ICE du bénéficiaire, en texte ; vide si l'ICE est en cours. Les 9 premiers "
        "suffisent pour une entreprise déjà inscrite, sans établissement.",
        "أرقام التعريف الموحد الخمسة عشر للمقاولة المستفيدة، كنص؛ تترك فارغة إن كان قيد الإنجاز. "
        "تكفي الأرقام التسعة الأولى لمقاولة مسجلة من قبل، دون المؤسسة التابعة.",
        "The 15 digits of the ICE of the firm served, as text; blank while the ICE is pending. The first 9 "
        "are enough for a firm already registered, without its establishment.",
    ),
    "firm_name": Words("La raison sociale.", "اسم المقاولة.", "The firm's name."),
    "firm_size": Words(
        "Très petite, petite, moyenne ou grande.",
        "صغيرة جدا أو صغيرة أو متوسطة أو كبيرة.",
        "Very small, small, medium or large.",
    ),
    "sector": Words(
        "Le code de la division d'activité.", "رمز فرع النشاط.", "The code of the division of activity."
    ),
    "ecosystem": Words("L'écosystème industriel.", "المنظومة الصناعية.", "The industrial ecosystem."),
    "region": Words(
        "Le code de la région, par exemple MA-06.",
        "رمز الجهة، مثلا MA-06.",
        "The code of the region, for instance MA-06.",
    ),
    "origin": Words("Produit local ou importé.", "منتوج محلي أو مستورد.", "Local or imported product."),
    "axis": Words(
        "Le code de l'axe du plan ; déduit de la prestation ou du type d'acte s'il manque.",
        "رمز محور المخطط؛ يستنتج من الخدمة أو نوع العمل إن غاب.",
        "The code of the plan's axis; derived from the service or the kind when blank.",
    ),
    "funding_line": Words(
        "Le code de la ligne de financement.", "رمز خط التمويل.", "The code of the funding line."
    ),
    "service": Words(
        "La prestation du catalogue, ou votre propre nom ; l’axe, la ligne, l’intérêt général et la valeur "
        "en sont déduits s’ils manquent.",
        "خدمة من اللائحة أو اسمها لديكم؛ يستنتج منها المحور وخط التمويل والمصلحة العامة والقيمة إن غابت.",
        "The service of the catalogue, or your own name for it; axis, line, general interest and value "
        "follow from it when blank.",
    ),
    "general_interest": Words("Oui ou non.", "نعم أو لا.", "Yes or no."),
    "high_value": Words("Oui ou non.", "نعم أو لا.", "Yes or no."),
    "campaign": Words("La campagne, s'il y en a une.", "الحملة إن وجدت.", "The campaign, if any."),
    "identity": Words(
        "Ce qui est suivi : numéro de certificat, de norme, d'équipement.",
        "ما يُتتبع: رقم الشهادة أو المواصفة أو التجهيز.",
        "What is followed: number of a certificate, a standard, an item of equipment.",
    ),
    "document": Words(
        "Le nom des pièces déposées, séparés par des points-virgules.",
        "أسماء الوثائق المودعة، تفصل بينها فاصلة منقوطة.",
        "The names of the documents deposited, separated by semicolons.",
    ),
    "action": Words(
        "Écrire « annuler » pour annuler une ligne déjà enregistrée.",
        "اكتب «إلغاء» لإلغاء سطر سبق تسجيله.",
        "Write “cancel” to cancel a line recorded before.",
    ),
}

TITLES = Words("Aide", "مساعدة", "Help")
LINES = Words("Preuves", "الأدلة", "Evidence")
REQUIRED = Words("obligatoire", "إلزامي", "required")
ATTRIBUTE = Words(
    "Propre à certains types d'actes :", "خاص ببعض أنواع الأعمال:", "Only for some kinds of deeds:"
)
INTRODUCTION = Words(
    "Une ligne par acte. La même ligne envoyée deux fois ne compte qu'une fois ; une ligne corrigée remplace "
    "l'ancienne sans l'effacer.",
    "سطر لكل عمل. السطر المرسل مرتين يحتسب مرة واحدة؛ والسطر المصحح يعوض القديم دون محوه.",
    "One line a deed. A line sent twice counts once; a corrected line replaces the old one, which is kept.",
)
