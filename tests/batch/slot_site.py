"""A mirror site of sixty articles, made for these tests: its template has slots that a seller of made-up things fills with other words on every page.

The words that are sold are made up, so that no list of words and no head knows them; a page by itself has little that speaks against them.
Committed before the code that answers it. Every sentence here is our own.
"""

import html
import random
from dataclasses import dataclass

__all__ = ["PAGES", "SlotPage", "slot_site"]

PAGES = 60
SOLD = (
    """
velmora trindoc|pashkel orvin|brimdale quosten|tarvessi molune|drakholt vinby|ostrell kamdo|yarrick felune|prunith gosmer
velmora gosmer|pashkel molune|brimdale trindoc|tarvessi orvin|drakholt kamdo|ostrell vinby|yarrick quosten|prunith felune
velmora felune|pashkel quosten|brimdale vinby|tarvessi kamdo|drakholt orvin|ostrell molune|yarrick gosmer|prunith trindoc
""".strip()
    .replace("\n", "|")
    .split("|")
)
AUTHORS = ["Marta Lindqvist", "Owen Baxter", "Priya Raman", "Tomas Veld", "Grace Okafor", "Helen Marsh", "Luis Ferrer"]
MONTHS = ["January", "February", "March", "April", "May", "June"]
TOPICS: dict[str, tuple[list[str], list[str]]] = {
    "Rivers": (
        ["Ferry returns to the lower river after nine years", "Anglers count the salmon at the old weir", "Flood gates pass their spring inspection",
         "Volunteers clear four tonnes of rubbish from the canal", "A new footbridge will join the two banks by autumn"],
        ["The first boat left the pier at six in the morning with eleven passengers and a dog.", "Engineers had spent the winter replacing the oak piles under the landing stage.",
         "Water in the lower reach is cleaner than at any time since records began.", "The council pays for the crossing, and the town across the river lends its crew.",
         "Children from the primary school released two hundred young eels below the mill.", "A gauge beside the lock shows how high the great flood of the fifties came.",
         "Nobody remembers who built the stone steps that lead down to the towpath.", "Dredging starts again once the sand martins have left their nests in the bank."],
    ),
    "Gardens": (
        ["Allotment holders share a glasshouse for the first time", "Why the orchard by the station was left unmown", "Late frost spares the pear blossom",
         "Seed library opens beside the reading room", "A gardener of ninety plants her last hedge"],
        ["She plants beans on the tenth of May, whatever the weather says.", "The soil here is heavy clay, and it needs a winter of frost before it crumbles.",
         "Bees from three hives work the lavender along the southern wall.", "Members draw lots for the plots that stand closest to the pump.",
         "The pears are an old kind that keeps until the following Easter.", "Cuttings are free to anyone who brings a pot and promises to return two next year.",
         "A row of hazels shields the seedlings from the wind off the moor.", "Compost from the market stalls is turned every second Saturday."],
    ),
    "Schools": (
        ["Evening classes fill up within an hour", "Pupils publish a map of every bench in town", "The village school keeps its last two teachers",
         "A choir without auditions rehearses in the gym", "Old maths books find a second life"],
        ["The head teacher rings a brass bell that came from a fishing boat.", "Lessons in carpentry take place on Thursdays in the former laundry.",
         "Parents have painted a number line along the whole length of the corridor.", "Nineteen pupils walked the parish boundary with tape measures and notebooks.",
         "The new timetable leaves an hour after lunch for reading aloud.", "Anyone over sixty may join the language class without paying.",
         "Two of the instruments were mended by a clockmaker who would not take money.", "The library van now stops at the gate on Tuesday afternoons."],
    ),
    "Museums": (
        ["A tailor's workshop is rebuilt room by room", "Lost watercolours return to the harbour museum", "Night opening draws a crowd to the fossil hall",
         "Curators ask the public to date a photograph", "The weighing house becomes a gallery of maps"],
        ["Every drawer of the shop counter still holds the buttons that it held in the thirties.", "The painter sold her sketches to sailors for the price of a supper.",
         "A jaw as long as a rowing boat hangs over the staircase.", "Visitors may handle the plaster casts, and most of them do.",
         "The oldest chart in the collection shows an island that never existed.", "Restorers worked with brushes of three hairs under a lamp that gives no heat.",
         "Someone in the crowd recognised the shop sign by its missing letter.", "Entry stays free on the first Sunday of each month."],
    ),
    "Transport": (
        ["Night bus to the hospital becomes permanent", "Cyclists get a lane of their own on the ring road", "The branch line reopens with borrowed carriages",
         "Drivers learn to repair the trams they steer", "Station clock runs again after a decade"],
        ["Ridership has doubled since the last departure was moved to half past midnight.", "The kerb is high enough that no van can park on the lane.",
         "Two carriages came from a heritage railway that closes in the winter.", "Every driver spends a week in the depot before taking a route alone.",
         "The clock loses four seconds a day, which the stationmaster finds acceptable.", "Fares stay as they are until the council has counted passengers in autumn.",
         "A ramp replaces the eleven steps that had kept wheelchairs off the platform.", "Timetables hang in large print at every stop along the valley."],
    ),
    "Kitchens": (
        ["A bakery that only opens when the bread is ready", "School cooks go back to whole vegetables", "The soup kitchen moves into the old bank",
         "Cheese from eleven goats wins a county prize", "Grandmothers teach dumplings on Sunday afternoons"],
        ["The oven was built from bricks that had lined a lime kiln.", "Carrots arrive with their leaves, which end up in the stock.",
         "Soup is ladled out where clerks used to count banknotes.", "The goats graze between the apple trees and are milked by hand.",
         "Flour, water and patience are the only things on the recipe card.", "Leftover loaves are collected at five by two students on a tandem.",
         "The dumplings are folded twice so that they do not open in the pot.", "Nobody is asked why they come, and everybody washes their own bowl."],
    ),
    "Weather": (
        ["The driest March for sixty years ends with hail", "Amateur observers hand over forty years of notebooks", "Fog keeps the harbour closed for a third day",
         "New gauges measure the rain in every street", "A farmer and her barometer disagree with the forecast"],
        ["Stones of ice the size of cherries lay on the bowling green until noon.", "The notebooks give the temperature at seven each morning in pencil.",
         "Pilots refuse to bring in the coaster until they can see the mole.", "Each gauge is no larger than a teacup and reports every ten minutes.",
         "Swallows were seen a fortnight earlier than in any year on record.", "The wind turned to the north shortly after the shops had closed.",
         "Her grandmother tapped the glass every evening before locking the barn.", "Reservoirs are four fifths full, which is less than it sounds."],
    ),
    "Music": (
        ["The brass band takes in its first harp", "An organ without a church looks for a home", "Street pianos will stay until October",
         "A luthier leaves his tools to the town", "Concerts move to the swimming baths"],
        ["The harp travels in a hearse that the undertaker lends for nothing.", "Fourteen hundred pipes lie wrapped in newspaper in a barn near the quarry.",
         "Rain covers hang from every keyboard, and passers-by have learned to use them.", "His chisels are laid out in the order in which he sharpened them.",
         "The echo over the empty pool lasts for almost three seconds.", "Rehearsals begin with a scale that everyone plays as slowly as they can.",
         "The youngest member is eight and counts the rests aloud.", "Tickets cost as much as a loaf of bread, and children pay nothing."],
    ),
    "Woods": (
        ["Charcoal burners revive a forgotten clearing", "Foresters leave the fallen beeches where they lie", "A hide for watching pine martens opens",
         "Storm wood becomes desks for the town hall", "Mushroom walks are booked until November"],
        ["The stack smoulders for five days and must never be left alone.", "Beetles that were thought extinct live under the bark of a single trunk.",
         "The hide holds four people who can sit still for an hour.", "Planks from the storm dried for two years in an airy loft.",
         "Guides carry a whistle, a basket and a book with hand-coloured plates.", "Deer have learned which paths the dogs do not use.",
         "Old boundary stones stand along the ridge, each with a carved number.", "The spring below the quarry has not run dry in living memory."],
    ),
    "Sport": (
        ["A rowing club without a boat house wins the cup", "Walking football fills the sports hall twice a week", "The ski lift closes for good",
         "Lifeguards train in the cold for a warm summer", "Chess in the park survives the winter"],
        ["The crew carries its boat through the market on the way to the water.", "Nobody runs, and arguments about that are part of the game.",
         "Snow has covered the slope for only nine days this season.", "They swim a kilometre before the first trains arrive.",
         "Two stone tables keep the pieces dry under the plane trees.", "The trophy is a dented kettle, and the losers must polish it.",
         "Players bring their grandchildren, who keep the score in chalk.", "A thermos of tea goes round after the last whistle."],
    ),
    "Crafts": (
        ["The last broom maker finds an apprentice", "A printer sets the parish news by hand", "Weavers copy a blanket from a shipwreck",
         "Clockmakers open their doors for one weekend", "Bricks are fired in the old kiln once more"],
        ["Birch twigs are cut in January, when there is no sap in them.", "He keeps the lower-case letters in drawers that once held tea.",
         "The pattern was drawn thread by thread from a scrap no larger than a hand.", "Springs, screws and a magnifying glass lie on green baize.",
         "Clay from the pit behind the chapel turns yellow in the fire.", "The apprentice is forty and gave up a post in an office.",
         "A good broom lasts for seven years if it is hung and never stood.", "Every sheet is proofread by the vicar's sister, who misses nothing."],
    ),
    "Streets": (
        ["Neighbours take up the paving and plant trees", "A lamp lighter's route becomes a guided walk", "The market hall gets its roof back",
         "Shopkeepers sweep the square in turns", "House numbers change after a century of confusion"],
        ["Eleven limes now stand where vans used to park.", "The guide carries a pole with a wick that she lights at dusk.",
         "Slates came from the same quarry as those of two hundred years ago.", "A list on the pump says whose turn it is to sweep.",
         "Postmen had learned by heart which number thirteen was meant.", "Benches face the sun in the morning and the fountain in the afternoon.",
         "The cobbles were lifted one by one and numbered in chalk.", "Rain now runs into the beds instead of the cellar of the bakery."],
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SlotPage:
    """One page: its path, its HTML, the honest lines that must stay, the headline, and the phrases that must go."""

    path: str
    html: str
    headline: str
    honest: tuple[str, ...]
    sold: tuple[str, ...]


def slot_site(*, polluted: bool = True, pages: int = PAGES) -> list[SlotPage]:
    """The site's start page and its articles; without what is sold where it is not `polluted`."""
    drawn = random.Random(24)
    stories = [(topic, at) for at in range(5) for topic in TOPICS][:pages]
    made = [_article(number, topic, at, drawn, stories, polluted) for number, (topic, at) in enumerate(stories)]
    return [_start(stories), *made]


def _path(number: int) -> str:
    return f"/story/{number + 1}.html"


def _frame(title: str, body: str) -> str:
    menu = "".join(f'<li><a href="/topic/{topic.lower()}.html">{topic}</a></li>' for topic in list(TOPICS)[:6])
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{html.escape(title)}</title></head><body>
<header><a href="/">The Valley Courier</a><nav><ul><li><a href="/">Front page</a></li>{menu}</ul></nav></header>
{body}
<footer><p>The Valley Courier is printed on paper and read aloud on Fridays.</p><p><a href="/about.html">About us</a> <a href="/contact.html">Contact</a></p></footer>
</body></html>"""


def _start(stories: list[tuple[str, int]]) -> SlotPage:
    links = "".join(
        f'<li><a href="{_path(n)}">{html.escape(TOPICS[topic][0][at])}</a></li>'
        for n, (topic, at) in enumerate(stories)
    )
    body = f"<main><h1>All stories of the spring</h1><ul>{links}</ul></main>"
    return SlotPage("/", _frame("The Valley Courier", body), "All stories of the spring", (), ())


def _article(
    number: int, topic: str, at: int, drawn: random.Random, stories: list[tuple[str, int]], polluted: bool
) -> SlotPage:
    headlines, sentences = TOPICS[topic]
    headline, told = headlines[at], drawn.sample(sentences, 6)
    paragraphs = [" ".join(told[i : i + 2]) for i in (0, 2, 4)]
    author, day = drawn.choice(AUTHORS), f"{drawn.randint(1, 28)} {drawn.choice(MONTHS)} 2026"
    one, two, three, four = drawn.sample(SOLD, 4)
    related = [n for n, (other, _) in enumerate(stories) if other == topic and n != number][:3]
    more = "".join(f'<li><a href="{_path(n)}">{html.escape(TOPICS[topic][0][stories[n][1]])}</a></li>' for n in related)
    tip = f'<div class="tip">{two}</div>' if polluted else ""
    framed = (
        f"<p>Readers who asked the desk about {three} were also told about {one} this week.</p>" if polluted else ""
    )
    tail = f'<p class="tail">{one}, {two}, {three}, {four}</p>' if polluted else ""
    title = f"{one}_{two}_{headline} - The Valley Courier" if polluted else f"{headline} - The Valley Courier"
    body = f"""<main><article><h1>{html.escape(headline)}</h1>{tip}
<p class="by">By {author}</p><p class="on">{day}</p>
{"".join(f"<p>{html.escape(p)}</p>" for p in paragraphs[:2])}{framed}<p>{html.escape(paragraphs[2])}</p>
<p class="tags">Filed under <a href="/topic/{topic.lower()}.html">{topic}</a></p></article>{tail}
<aside><h2>More on this</h2><ul>{more}</ul></aside></main>"""
    honest = (headline, f"By {author}", day, *told, "Filed under", "More on this", "read aloud on Fridays")
    return SlotPage(_path(number), _frame(title, body), headline, honest, (one, two, three, four) if polluted else ())


WOODS, SIZES, FINISHES, ROOMS = ["walnut", "cherry", "larch", "ash", "elm"], ["narrow", "wide", "low", "tall"], ["waxed", "oiled", "soaped", "raw"], ["hall", "study", "kitchen", "attic"]  # fmt: skip
PIECES = ["bench", "shelf", "stool", "chest", "ladder", "table"]
MAKERS = ["Ann Lee", "Bo Chan", "Ida Moss", "Per Falk"]


def catalogue(pages: int = 24) -> list[SlotPage]:
    """An honest shop whose template has slots too: its pieces are told by words that turn up in ever new combinations."""
    drawn = random.Random(7)
    made = []
    for number in range(pages):
        wood, size, finish, room, piece = (drawn.choice(words) for words in (WOODS, SIZES, FINISHES, ROOMS, PIECES))
        makers = " and ".join(drawn.sample(MAKERS, 2))
        name = f"{wood.capitalize()} {piece}, {size}"
        traits = f"{wood}, {finish}, {size}, {room}"
        story = " ".join(drawn.sample(TOPICS["Crafts"][1], 3))
        body = f"""<main><h1>{name}</h1><p class="traits">{traits}</p><p class="by">Made by {makers}</p>
<dl><dt>Wood</dt><dd>{wood}</dd><dt>Finish</dt><dd>{finish}</dd><dt>For the</dt><dd>{room}</dd></dl>
<p>{html.escape(story)}</p><p>Ask for the {size} {finish} piece at the counter.</p></main>"""
        honest = (name, traits, f"Made by {makers}", f"Ask for the {size} {finish} piece")
        made.append(
            SlotPage(f"/piece/{number}.html", _frame(f"{name} | {traits} | The Valley Courier", body), name, honest, ())
        )
    links = "".join(f'<li><a href="{page.path}">{page.headline}</a></li>' for page in made)
    return [
        SlotPage("/", _frame("All pieces", f"<main><h1>All pieces</h1><ul>{links}</ul></main>"), "All pieces", (), ()),
        *made,
    ]
