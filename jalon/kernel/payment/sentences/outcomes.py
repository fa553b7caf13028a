"""What comes out, what blocks it, and what would change it."""

from collections.abc import Mapping
from typing import Final

from jalon.kernel.words import Words

OUTCOMES: Final[Mapping[str, Words]] = {
    "to_pay": Words(
        "À payer : {amount:money}.", "المبلغ الواجب أداؤه: {amount:money}.", "To pay: {amount:money}."
    ),
    "nothing_to_pay": Words("Rien à payer.", "لا شيء للأداء.", "Nothing to pay."),
    "to_claw_back": Words(
        "À reverser par le centre : {amount:money}.",
        "المبلغ الواجب إرجاعه من المركز: {amount:money}.",
        "To be given back by the centre: {amount:money}.",
    ),
    "blocked": Words("La tranche est bloquée.", "القسط موقوف.", "The tranche is blocked."),
    "entitled": Words(
        "Droit acquis : {amount:money}.", "المستحق: {amount:money}.", "Earned: {amount:money}."
    ),
    "entitled_now": Words(
        "Droit acquis à ce jour : {amount:money}.",
        "المستحق إلى هذا اليوم: {amount:money}.",
        "Earned so far: {amount:money}.",
    ),
    "released_in_part": Words(
        "Débloqué en partie : {amount:money}.",
        "إفراج جزئي: {amount:money}.",
        "Released in part: {amount:money}.",
    ),
    "stays_due": Words(
        "Reste dû : {amount:money}.", "يبقى مستحقا: {amount:money}.", "Stays due: {amount:money}."
    ),
    "rounded": Words(
        "Arrondi au centime : {amount:money}.",
        "بعد التقريب إلى السنتيم: {amount:money}.",
        "Rounded to the centime: {amount:money}.",
    ),
    "already_paid": Words(
        "Déjà payé : {amount:money}.", "أدي سابقا: {amount:money}.", "Already paid: {amount:money}."
    ),
    "tranche": Words(
        "Montant de la tranche : {amount:money}.",
        "مبلغ القسط: {amount:money}.",
        "Amount of the tranche: {amount:money}.",
    ),
    "capped_by_tranche": Words(
        "Au plus le montant de la tranche : {amount:money}.",
        "في حدود مبلغ القسط: {amount:money}.",
        "At most the amount of the tranche: {amount:money}.",
    ),
    "left_of_tranche": Words(
        "Reste de la tranche : {amount:money}.",
        "الباقي من القسط: {amount:money}.",
        "Left of the tranche: {amount:money}.",
    ),
    "not_below_paid": Words(
        "On ne reprend pas plus que ce qui a été payé.",
        "لا يسترجع أكثر مما أدي.",
        "No more is taken back than was paid.",
    ),
    "not_below_zero": Words("Jamais moins que zéro.", "لا يقل عن الصفر.", "Never below zero."),
    "zero": Words("Zéro.", "صفر.", "Zero."),
    "held_back": Words(
        "Part retenue jusqu'au {until:day} : {share:percent}.",
        "الجزء المحتفظ به إلى غاية {until:day}: {share:percent}.",
        "Held back until {until:day}: {share:percent}.",
    ),
    "part_paid_now": Words(
        "Part payée maintenant : {share:percent}.",
        "الجزء المؤدى الآن: {share:percent}.",
        "Part paid now: {share:percent}.",
    ),
    "not_due_yet": Words(
        "La tranche n'est pas due avant le {on:day}.",
        "لا يستحق القسط قبل {on:day}.",
        "The tranche is not due before {on:day}.",
    ),
    "document_accepted": Words(
        "Document accepté le {on:day} : {document:code}.",
        "وثيقة قبلت بتاريخ {on:day}: {document:code}.",
        "Document accepted on {on:day}: {document:code}.",
    ),
    "document_not_accepted": Words(
        "Document non encore accepté : {document:code}.",
        "وثيقة لم تقبل بعد: {document:code}.",
        "Document not accepted yet: {document:code}.",
    ),
    "undertaking_done": Words(
        "Engagement tenu : {undertaking:code}.",
        "تعهد منجز: {undertaking:code}.",
        "Undertaking done: {undertaking:code}.",
    ),
    "undertaking_not_done": Words(
        "Engagement non tenu : {undertaking:code}.",
        "تعهد غير منجز: {undertaking:code}.",
        "Undertaking not done: {undertaking:code}.",
    ),
    "earlier_justified": Words(
        "Paiements précédents justifiés à {share:percent}, au moins {at_least:percent} demandés.",
        "تبرير الأداءات السابقة بنسبة {share:percent}، والمطلوب {at_least:percent} على الأقل.",
        "Earlier payments are justified to {share:percent}, at least {at_least:percent} is asked.",
    ),
    "earlier_not_justified": Words(
        "Paiements précédents justifiés à {share:percent} seulement, au moins {at_least:percent} demandés.",
        "تبرير الأداءات السابقة بنسبة {share:percent} فقط، والمطلوب {at_least:percent} على الأقل.",
        "Earlier payments are justified to {share:percent} only, at least {at_least:percent} is asked.",
    ),
    "justified_unknown": Words(
        "On ne sait pas ce qui est justifié des paiements précédents.",
        "لا يعرف ما برر من الأداءات السابقة.",
        "What is justified of the earlier payments is not known.",
    ),
    "condition_unknown": Words(
        "Condition inconnue : {condition:code}.",
        "شرط غير معروف: {condition:code}.",
        "Unknown condition: {condition:code}.",
    ),
    "no_indicator": Words(
        "Aucun indicateur : rien ne fonde le paiement.",
        "لا مؤشر: لا أساس للأداء.",
        "No indicator: nothing grounds the payment.",
    ),
    "value_missing": Words(
        "Aucune valeur pour {indicator:code}.",
        "لا قيمة للمؤشر {indicator:code}.",
        "No value for {indicator:code}.",
    ),
    "value_not_validated": Words(
        "La valeur de {indicator:code} n'est pas validée.",
        "قيمة {indicator:code} غير مصادق عليها.",
        "The value of {indicator:code} is not validated.",
    ),
    "not_computable": Words(
        "{indicator:code} : {reason:reason}",
        "{indicator:code}: {reason:reason}",
        "{indicator:code}: {reason:reason}",
    ),
    "identities_missing": Words(
        "Les unités de {indicator:code} ne sont pas nommées : on ne sait pas lesquelles furent déjà payées.",
        "وحدات {indicator:code} غير محددة بالاسم: لا يعرف أيها أدي سابقا.",
        "The units of {indicator:code} are not named: which were paid before is not known.",
    ),
    "financial_rate_is_zero": Words(
        "Aucune dépense sur {indicator:code} : les résultats ne s'y rapportent pas.",
        "لا نفقات في {indicator:code}: لا يمكن نسب النتائج إليها.",
        "Nothing was spent on {indicator:code}: results cannot be set against it.",
    ),
    "other_money_unknown": Words(
        "L'apport des autres bailleurs n'est pas vérifié.",
        "مساهمة باقي الممولين غير محققة.",
        "What other funders brought is not verified.",
    ),
    "cost_unknown": Words("Le coût n'est pas vérifié.", "الكلفة غير محققة.", "The cost is not verified."),
    "formula_failed": Words(
        "La formule {formula:text} n'a pas de valeur : {names:text}.",
        "الصيغة {formula:text} بدون قيمة: {names:text}.",
        "The formula {formula:text} has no value: {names:text}.",
    ),
    "more_reaches": Words(
        "{delta:number} de plus sur {indicator:code} ({value:number}) : {gain:money} de plus.",
        "زيادة {delta:number} في {indicator:code} ({value:number}): {gain:money} إضافية.",
        "{delta:number} more on {indicator:code} ({value:number}): {gain:money} more.",
    ),
    "less_reaches": Words(
        "{delta:number} de moins sur {indicator:code} ({value:number}) : {gain:money} de plus.",
        "نقص {delta:number} في {indicator:code} ({value:number}): {gain:money} إضافية.",
        "{delta:number} less on {indicator:code} ({value:number}): {gain:money} more.",
    ),
    "together_reach": Words(
        "Ensemble : {gain:money} de plus.", "مجتمعة: {gain:money} إضافية.", "Together: {gain:money} more."
    ),
    "value_to_say": Words(
        "Établir la valeur de {indicator:code}.",
        "تحديد قيمة {indicator:code}.",
        "Establish the value of {indicator:code}.",
    ),
    "value_to_validate": Words(
        "Faire valider {indicator:code}.",
        "المصادقة على {indicator:code}.",
        "Have {indicator:code} validated.",
    ),
    "true_up_pays": Words(
        "La période recalculée donne {amount:money} de plus.",
        "إعادة حساب الفترة تعطي {amount:money} إضافية.",
        "The period computed again gives {amount:money} more.",
    ),
    "true_up_claws_back": Words(
        "La période recalculée donne {amount:money} de moins.",
        "إعادة حساب الفترة تعطي {amount:money} أقل.",
        "The period computed again gives {amount:money} less.",
    ),
    "true_up_nothing": Words(
        "La période recalculée ne change rien.",
        "إعادة حساب الفترة لا تغير شيئا.",
        "The period computed again changes nothing.",
    ),
    "value_changed": Words(
        "{indicator:code} passe de {before:number} à {after:number}.",
        "{indicator:code} من {before:number} إلى {after:number}.",
        "{indicator:code} goes from {before:number} to {after:number}.",
    ),
}
