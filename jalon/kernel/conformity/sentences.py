"""What a statement of conformity can say of itself, in the three languages, for pages and reports.

A placeholder names its kind: `number`, `share` of 0 to 1, `text`. Words that would bend to a number are
avoided. In Arabic, what is written in Latin letters and signs is isolated: `≤ 70` would read as its contrary.
"""

from collections.abc import Mapping
from typing import Final

from jalon.kernel.words import Words

VERDICTS: Final[Mapping[str, Words]] = {
    "pass": Words("Conforme", "مطابق", "Pass"),
    "conditional_pass": Words("Conforme sous condition", "مطابق بشرط", "Conditional pass"),
    "conditional_fail": Words("Non conforme sous condition", "غير مطابق بشرط", "Conditional fail"),
    "fail": Words("Non conforme", "غير مطابق", "Fail"),
    "inconclusive": Words("Non concluant", "غير حاسم", "Inconclusive"),
    "no_result": Words("Sans résultat", "بدون نتيجة", "No result"),
    "no_uncertainty": Words("Incertitude manquante", "الارتياب ناقص", "Uncertainty missing"),
    "no_acceptance_zone": Words("Sans zone d'acceptation", "بدون مجال قبول", "No acceptance zone"),
    "no_limit": Words("Sans déclaration", "بدون تصريح", "No statement"),
}
"""The word of each verdict."""

SENTENCES: Final[Mapping[str, Words]] = {
    "pass": Words(
        "Le résultat est dans la zone d'acceptation.",
        "النتيجة داخل مجال القبول.",
        "The result lies within the acceptance zone.",
    ),
    "conditional_pass": Words(
        "Le résultat respecte les limites, mais il est dans la bande de garde.",
        "النتيجة داخل الحدود لكنها في نطاق الحيطة.",
        "The result lies within the limits, but in the guard band.",
    ),
    "conditional_fail": Words(
        "Le résultat dépasse les limites de moins que la bande de garde.",
        "النتيجة تتجاوز الحدود بأقل من نطاق الحيطة.",
        "The result is outside the limits by less than the guard band.",
    ),
    "fail": Words(
        "Le résultat est hors de la zone d'acceptation.",
        "النتيجة خارج مجال القبول.",
        "The result lies outside the acceptance zone.",
    ),
    "inconclusive": Words(
        "La borne de mesure ne permet pas de se prononcer : employer une méthode plus sensible.",
        "حد القياس لا يسمح بالحسم: تستعمل طريقة أكثر حساسية.",
        "The limit of measurement does not allow a statement: use a more sensitive method.",
    ),
    "no_result": Words(
        "Aucun résultat n'est saisi : rien ne peut être déclaré.",
        "لم تدخل أي نتيجة: لا يمكن التصريح بشيء.",
        "No result is entered: nothing can be stated.",
    ),
    "no_uncertainty": Words(
        "La règle convenue emploie l'incertitude, qui manque : saisir U et son facteur k.",
        "القاعدة المتفق عليها تستعمل الارتياب وهو ناقص: يدخل U ومعامله k.",
        "The agreed rule uses the uncertainty, which is missing: enter U and its factor k.",
    ),
    "no_acceptance_zone": Words(
        "La bande de garde ne laisse aucune zone d'acceptation entre les limites : réduire l'incertitude "
        "ou convenir d'une autre règle.",
        "لا يترك نطاق الحيطة أي مجال للقبول بين الحدود: يخفض الارتياب أو يتفق على قاعدة أخرى.",
        "The guard band leaves no acceptance zone between the limits: reduce the uncertainty or agree on "
        "another rule.",
    ),
    "no_limit": Words(
        "Aucune limite n'est fixée : le résultat est donné sans déclaration de conformité.",
        "لم يحدد أي حد: تقدم النتيجة بدون تصريح بالمطابقة.",
        "No limit is set: the result is given without a statement of conformity.",
    ),
    "result": Words(
        "Résultat : {value:text}.", "النتيجة: \u2066{value:text}\u2069.", "Result: {value:text}."
    ),
    "uncertainty": Words(
        "Incertitude élargie U = {U:number}, k = {k:number}.",
        "الارتياب الموسع \u2066U = {U:number}\u2069، \u2066k = {k:number}\u2069.",
        "Expanded uncertainty U = {U:number}, k = {k:number}.",
    ),
    "limits": Words(
        "Limites : {limits:text}.", "الحدود: \u2066{limits:text}\u2069.", "Limits: {limits:text}."
    ),
    "rule_simple": Words(
        "Règle de décision : acceptation simple, sans bande de garde.",
        "قاعدة القرار: قبول بسيط بدون نطاق حيطة.",
        "Decision rule: simple acceptance, no guard band.",
    ),
    "rule_inherent": Words(
        "Règle de décision : celle de la norme, dont les limites tiennent déjà compte de l'incertitude.",
        "قاعدة القرار: قاعدة المواصفة التي تراعي حدودها الارتياب مسبقا.",
        "Decision rule: that of the standard, whose limits already allow for uncertainty.",
    ),
    "rule_guarded": Words(
        "Règle de décision : bande de garde w = r × U, r = {r:number}.",
        "قاعدة القرار: نطاق حيطة \u2066w = r × U\u2069، \u2066r = {r:number}\u2069.",
        "Decision rule: guard band w = r × U, r = {r:number}.",
    ),
    "rule_risk": Words(
        "Règle de décision : risque de fausse acceptation d'au plus {risk:share} à la limite.",
        "قاعدة القرار: خطر قبول خاطئ لا يتجاوز \u2066{risk:share}\u2069 عند الحد.",
        "Decision rule: risk of false acceptance at most {risk:share} at the limit.",
    ),
    "guard": Words(
        "Bande de garde w = {w:number}.",
        "نطاق الحيطة \u2066w = {w:number}\u2069.",
        "Guard band w = {w:number}.",
    ),
    "acceptance": Words(
        "Zone d'acceptation : {limits:text}.",
        "مجال القبول: \u2066{limits:text}\u2069.",
        "Acceptance zone: {limits:text}.",
    ),
    "probability": Words(
        "Probabilité de conformité p_c {sign:text} {p:number}.",
        "احتمال المطابقة \u2066p_c {sign:text} {p:number}\u2069.",
        "Probability of conformity p_c {sign:text} {p:number}.",
    ),
    "false_acceptance": Words(
        "Risque de fausse acceptation : {risk:share}.",
        "خطر القبول الخاطئ: \u2066{risk:share}\u2069.",
        "Risk of false acceptance: {risk:share}.",
    ),
    "false_rejection": Words(
        "Risque de faux rejet : {risk:share}.",
        "خطر الرفض الخاطئ: \u2066{risk:share}\u2069.",
        "Risk of false rejection: {risk:share}.",
    ),
}
"""The sentence of each key."""
