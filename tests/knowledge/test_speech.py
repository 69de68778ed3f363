"""In which language a text is written. The texts are article 1 of the Universal Declaration of Human Rights in the official
translations of the United Nations, and letters written for this table by hand."""

import pytest

from portal.knowledge.rules.speech import other_than, spoken

pytestmark = pytest.mark.rule("CP-15.3")

ARTICLE_1 = {
    "en": "All human beings are born free and equal in dignity and rights. They are endowed with reason and conscience and should act towards one another in a spirit of brotherhood.",
    "de": "Alle Menschen sind frei und gleich an Würde und Rechten geboren. Sie sind mit Vernunft und Gewissen begabt und sollen einander im Geist der Brüderlichkeit begegnen.",
    "fr": "Tous les êtres humains naissent libres et égaux en dignité et en droits. Ils sont doués de raison et de conscience et doivent agir les uns envers les autres dans un esprit de fraternité.",
    "es": "Todos los seres humanos nacen libres e iguales en dignidad y derechos y, dotados como están de razón y conciencia, deben comportarse fraternalmente los unos con los otros.",
    "pt": "Todos os seres humanos nascem livres e iguais em dignidade e em direitos. Dotados de razão e de consciência, devem agir uns para com os outros em espírito de fraternidade.",
    "it": "Tutti gli esseri umani nascono liberi ed eguali in dignità e diritti. Essi sono dotati di ragione e di coscienza e devono agire gli uni verso gli altri in spirito di fratellanza.",
    "nl": "Alle mensen worden vrij en gelijk in waardigheid en rechten geboren. Zij zijn begiftigd met verstand en geweten, en behoren zich jegens elkander in een geest van broederschap te gedragen.",
    "sv": "Alla människor är födda fria och lika i värde och rättigheter. De har utrustats med förnuft och samvete och bör handla gentemot varandra i en anda av gemenskap.",
    "pl": "Wszyscy ludzie rodzą się wolni i równi pod względem swej godności i swych praw. Są oni obdarzeni rozumem i sumieniem i powinni postępować wobec innych w duchu braterstwa.",
    "cs": "Všichni lidé rodí se svobodní a sobě rovní co do důstojnosti a práv. Jsou nadáni rozumem a svědomím a mají spolu jednat v duchu bratrství.",
    "hu": "Minden emberi lény szabadon születik és egyenlő méltósága és joga van. Az emberek, ésszel és lelkiismerettel bírván, egymással szemben testvéri szellemben kell hogy viseltessenek.",
    "ro": "Toate ființele umane se nasc libere și egale în demnitate și în drepturi. Ele sunt înzestrate cu rațiune și conștiință și trebuie să se comporte unele față de altele în spiritul fraternității.",
    "tr": "Bütün insanlar hür, haysiyet ve haklar bakımından eşit doğarlar. Akıl ve vicdana sahiptirler ve birbirlerine karşı kardeşlik zihniyeti ile hareket etmelidirler.",
    "vi": "Tất cả mọi người sinh ra đều được tự do và bình đẳng về nhân phẩm và quyền. Mọi con người đều được tạo hoá ban cho lý trí và lương tâm và cần phải đối xử với nhau trong tình bằng hữu.",
    "ru": "Все люди рождаются свободными и равными в своем достоинстве и правах. Они наделены разумом и совестью и должны поступать в отношении друг друга в духе братства.",
    "uk": "Всі люди народжуються вільними і рівними у своїй гідності та правах. Вони наділені розумом і совістю і повинні діяти у відношенні один до одного в дусі братерства.",
    "ar": "يولد جميع الناس أحرارا متساوين في الكرامة والحقوق. وقد وهبوا عقلا وضميرا وعليهم أن يعامل بعضهم بعضا بروح الإخاء.",
    "fa": "تمام افراد بشر آزاد به دنیا می‌آیند و از لحاظ حیثیت و حقوق با هم برابرند. همه دارای عقل و وجدان هستند و باید نسبت به یکدیگر با روح برادری رفتار کنند.",
    "el": "Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια και τα δικαιώματα.",
    "he": "כל בני האדם נולדו בני חורין ושווים בערכם ובזכויותיהם. כולם חוננו בתבונה ובמצפון.",
    "hi": "सभी मनुष्यों को गौरव और अधिकारों के मामले में जन्मजात स्वतन्त्रता और समानता प्राप्त है।",
    "th": "มนุษย์ทั้งหลายเกิดมามีอิสระและเสมอภาคกันในเกียรติศักดิ์และสิทธิ",
    "ko": "모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다.",
    "ja": "すべての人間は、生まれながらにして自由であり、かつ、尊厳と権利とについて平等である。",
    "zh": "人人生而自由，在尊严和权利上一律平等。他们赋有理性和良心，并应以兄弟关系的精神相对待。",
}  # fmt: skip


@pytest.mark.parametrize(("language", "text"), ARTICLE_1.items())
def test_the_declaration_is_known_in_each_language_and_foreign_to_another(language, text):
    assert spoken(text) == language
    assert other_than(language, text) is None
    assert other_than("en" if language != "en" else "de", text) == language


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", ""),
        ("de", "OK, thanks!"),
        ("de", "Müller Maschinenbau GmbH, Hauptstraße 5, 60311 Frankfurt am Main, +49 69 123456"),
        ("zh", "https://example.com/manual.pdf info@example.com P-200 E26-00001"),
        ("ja", "了解"),
        ("ar", "P-200, SD-75: 230 V, 50 Hz"),
    ],
)
def test_what_is_short_or_no_language_is_not_refused(language, text):
    assert other_than(language, text) is None


def test_what_the_customer_wrote_does_not_count():
    quoted = "\n".join(f"> {ARTICLE_1['en']}" for _ in range(3))
    assert other_than("de", f"{ARTICLE_1['de']}\n\n{quoted}") is None
    assert other_than("de", quoted) is None
    assert other_than("de", f"{ARTICLE_1['en']}\n\n> {ARTICLE_1['de']}") == "en"


def test_both_ways_to_write_chinese_are_chinese():
    assert spoken("貴公司的來信我們已經收到，將於三個工作日內回覆。") == "zh"
    assert spoken("贵公司的来信我们已经收到，将于三个工作日内回复。") == "zh"


def test_names_of_products_do_not_make_a_text_foreign():
    text = "您好，Kreiselpumpe P-200 与 Servoantrieb SD-75 的备件已由 Müller Maschinenbau GmbH 发出，请查收。"
    assert other_than("zh", text) is None and other_than("de", text) == "zh"


def test_a_letter_in_two_languages_is_the_customers():
    assert other_than("de", f"{ARTICLE_1['de']}\n\n{ARTICLE_1['en']}") is None
    assert other_than("fr", f"{ARTICLE_1['de']}\n\n{ARTICLE_1['en']}") is not None
