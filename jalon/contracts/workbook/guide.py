"""What the first sheet says, in the three languages whatever the language of the rest."""

TITLES = {
    "fr": "Comment remplir ce classeur",
    "ar": "كيفية ملء هذا المصنف",
    "en": "How to fill this workbook",
}

LINES = {
    "fr": (
        "Ce classeur prépare une version du contrat-objectifs. Rien n’y est signé : il donne un "
        "projet de version.",
        "1. Contrat : la date d’effet, la période, le motif de la version.",
        "2. Objectifs : un objectif spécifique par ligne, rattaché à un axe du plan. Donnez-lui "
        "un code court.",
        "3. Cibles : choisissez l’objectif et l’indicateur dans les listes ; l’unité s’affiche. "
        "Une colonne par année.",
        "La valeur de référence se donne avec sa date et sa source. Une cible de croissance ne "
        "se signe pas sans elle.",
        "Une croissance s’écrit en pourcentage : 60 pour + 60 %.",
        "4. Budget : en dirhams, par ligne de financement et par année. 5. Tranches : une par ligne, avec la "
        "règle qui la libère et ses paramètres (at_least = 0.85). 6. Engagements : ceux de chacune des "
        "trois parties.",
        "7. Totaux passés : les totaux des années d’avant, avec leur document. Ils se lisent à "
        "côté des résultats et "
        "ne s’y ajoutent jamais.",
        "Une case vide veut dire « non connu » ; zéro veut dire zéro. Les en-têtes sont verrouillés.",
        "Chargez le classeur sur la page du contrat : toutes les erreurs s’affichent d’un coup, "
        "puis les différences ; "
        "rien n’est enregistré avant votre accord.",
    ),
    "ar": (
        "يعد هذا المصنف نسخة من عقد الأهداف. لا يوقع فيه شيء: إنه يعطي مشروع نسخة.",
        "1. العقد: تاريخ السريان والفترة وسبب النسخة.",
        "2. الأهداف: هدف خاص في كل سطر، مرتبط بمحور من المخطط. أعطه رمزا قصيرا.",
        "3. القيم المستهدفة: اختر الهدف والمؤشر من القوائم؛ تظهر الوحدة. عمود لكل سنة.",
        "تعطى القيمة المرجعية مع تاريخها ومصدرها. لا يوقع هدف نمو من دونها.",
        "يكتب النمو بالنسبة المئوية: 60 تعني زيادة 60 في المائة.",
        "4. الميزانية: بالدرهم، حسب خط التمويل والسنة. 5. الأقساط: واحد في كل سطر، مع القاعدة التي تفرج عنه "
        "ومعطياتها (at_least = 0.85). 6. التعهدات: تعهدات كل طرف من الأطراف الثلاثة.",
        "7. مجاميع سابقة: مجاميع السنوات الماضية مع وثيقتها. تقرأ بجانب النتائج ولا تضاف إليها أبدا.",
        "الخانة الفارغة تعني «غير معروف»؛ والصفر يعني صفرا. العناوين مقفلة.",
        "ارفع المصنف في صفحة العقد: تظهر كل الأخطاء دفعة واحدة ثم الفروق؛ لا يسجل شيء قبل موافقتك.",
    ),
    "en": (
        "This workbook prepares a version of the objective contract. Nothing is signed here: it "
        "gives a draft.",
        "1. Contract: the day it takes effect, its period, why this version.",
        "2. Objectives: one specific objective a row, under an axis of the plan. Give it a short code.",
        "3. Targets: choose the objective and the indicator in the lists; the unit shows. One column a year.",
        "A baseline comes with its date and source. A growth target is not signed without one.",
        "Growth is written in percent: 60 for +60 %.",
        "4. Money: in dirhams, by funding line and year. 5. Tranches: one a row, with the rule that releases "
        "it and its bounds (at_least = 0.85). 6. Undertakings: those of each of the three parties.",
        "7. Past totals: totals of earlier years with their document. They are read beside the "
        "results and never "
        "added to them.",
        "An empty cell means “not known”; zero means zero. Headers are locked.",
        "Upload the workbook on the contract’s page: every error shows at once, then the "
        "differences; nothing is "
        "recorded before you agree.",
    ),
}


def in_order(language: str) -> list[tuple[str, tuple[str, ...]]]:
    """Title and lines of each language, the reader's first."""
    codes = [language, *(code for code in TITLES if code != language)]
    return [(TITLES[code], LINES[code]) for code in codes]
