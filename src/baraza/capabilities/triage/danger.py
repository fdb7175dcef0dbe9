"""The danger lexicons: what people write, in four languages, when life is at risk now.

Patterns read the normalised text (lower case, no accents, no punctuation). Each language also lists harmless
phrases that contain a danger word; they are taken out before the patterns look.
"""

from typing import Final

_GAP: Final = r"(?: \w+){0,%d} "
_NEAR: Final = _GAP % 6
_FAR: Final = _GAP % 12

_CHILD: Final = r"(?:child(?:ren)?|kids?|toddlers?|bab(?:y|ies)|learners?|pupils?|schools?|creche|play(?:ing|grounds?)?|boys?|girls?)"
# A wire of a fence or a washing line, or one that somebody plugs in, until it is said that it carries current.
_PLAIN_WIRE: Final = (
    r"(?:(?:barbed|barb|razor|fenc(?:e|ing)|chicken|binding|washing|clothes|laundry) (?:wires?|lines?)|"
    r"(?:wire|mesh) (?:fenc(?:e|es|ing)|gates?|mesh)|extension (?:wires?|cords?|cables?|leads?))"
    r"(?!(?: \w+){0,6} (?:live|shock\w*|electr\w*|touch\w*))"
)
_PERSON: Final = r"(?:people|person|someone|somebody|man|woman|family|families|residents?|passengers?|driver|neighbou?rs|child(?:ren)?|kids?|boy|girl|toddler|baby|granny|mother|father|old people|elderly|workers?)"
_WIRE: Final = (
    r"(?:wires?|cables?|cabels?|power ?lines?|electric(?:al)? lines?|conductors?|downed lines?|overhead lines?)"
)
_BUILDING: Final = r"(?:houses?|homes?|shacks?|buildings?|flats?|apartments?|shops?|school|church|hall|clinic|garage|factory|cars?|taxi|bus|truck|veld|bush|grass|forest|mountain|transformer|substation|sub station|poles?|meter box|electric(?:ity|al)? box|box|kiosk|tree|roof|kitchen|informal settlement|settlement|camp)"

ENGLISH: Final[tuple[str, ...]] = (
    r"\b(?:electric\w*|power|eskom|utility|telegraph|high voltage) poles?(?: \w+){0,3} (?:fell|fallen|down|collapsed|lying|snapped|broke|came down)\b",
    r"\b(?:fallen|collapsed|snapped|broken) (?:electric\w*|power|eskom|utility) poles?\b",
    r"\btransform[ae]rs?(?: \w+){0,3} (?:explod\w*|blew|blown|burst|smok\w+|caught|burning)\b|\bexplod\w* (?:\w+ )?transformer",
    r"\b(?:collapse|fall|falling|topple) on(?:to)? (?:top of )?(?:the |our |my )?(?:people|us|children|kids|learners|someone|somebody|passers\w*|pedestrians|sleeping|school)\b",
    r"\b(?:water|flood\w*)(?: \w+){0,6} (?:in|into|inside) (?:the |our |my |peoples )?(?:houses?|shacks?|homes?|rooms?)(?: \w+){0,8} (?:trapped|stuck|drown\w*|cannot get out|cant get out)\b",
    rf"(?:live|exposed|bare|naked|uncovered) (?:electric(?:al|ity)? |power )?{_WIRE}",
    rf"{_WIRE} (?:\w+ ){{0,2}}(?:live|exposed|bare)\b",
    rf"(?:{_WIRE}|lines?){_FAR}(?:is|are|still) live\b(?! in| at| near| here| on)",
    rf"(?:open|loose|hanging|broken|sticking out|hanging out){_NEAR}{_WIRE}{_FAR}{_CHILD}\b",
    rf"{_WIRE}{_NEAR}(?:hanging|open|low|out|loose){_FAR}{_CHILD}\b",
    rf"(?:{_CHILD}|people){_NEAR}touch\w*{_NEAR}(?:{_WIRE}|box|them|pole)\b",
    r"\bwires? (?:is |are |was |were )?(?:lying |lie )?(?:down|on the (?:ground|road|street|pavement))(?! the| from)",
    r"(?:live|power|electric(?:al|ity)?|utility|overhead|high voltage|eskom) (?:\w+ )?(?:lines?|wires?|cables?)(?: \w+){0,4} (?:down|fell|fallen|snapped|on (?:the )?(?:ground|road|roof)|across|lying|collapsed)\b",
    r"downed (?:\w+ )?(?:lines?|wires?|cables?)",
    rf"(?:lines?|{_WIRE})(?: \w+){{0,3}} (?:has |have )?(?:snapped|fallen|fell)\b",
    rf"(?:lines?|{_WIRE}|pole|box|transformer|meter){_NEAR}(?:spark\w*|arcing|spitting|flames?)\b",
    rf"(?:spark\w*|arcing|flames){_NEAR}(?:lines?|{_WIRE}|poles?|box|transformer|substation|meter|socket)\b",
    r"\bsparks? (?:are |is )?(?:flying|coming|shooting)",
    r"\bsparking\b",
    r"e?l[ei]ctr[eio]?[ck]ut\w*",
    r"(?:got|was|were|been|being|get|gets|getting) (?:\w+ )?shocked\b|(?:electric|got a|gave \w+ a) shock|shocked (?:by|when|while)",
    rf"(?:{_WIRE}|power ?lines?)(?: \w+){{0,2}} (?:came|come|coming|fell|falling) down\b",
    rf"\b{_PERSON}(?: \w+){{0,3}} (?:hit|knocked down|knocked|run over) by (?:a |the )?(?:\w+ )?(?:car|taxi|bus|truck|bakkie|train)\b",
    rf"\b(?:electric\w*|power|meter|eskom|sub ?station) (?:box|kiosk|sub ?station|cabinet)?(?: \w+){{0,3}} ?open\b{_FAR}{_CHILD}\b",
    rf"(?:poles?|box(?:es)?|taps?|fences?|gates?|walls?|lights?|lamps?|fridge|geyser|shower|meter)(?: \w+){{0,6}} shock(?:s|ing|ed)? (?:\w+ )?(?:{_PERSON}|you|us|me|him|her|everyone)\b",
    rf"\b{_BUILDING}(?: \w+)? (?:is |are |r |was |were |has |have )?(?:now |still |busy |caught |currently )?(?:on fire|burning|alight|in flames|fire)\b(?! every| all day| hydrant| station| department| exit| extinguisher| alarm)",
    r"\bon fire\b|\bin flames\b|\bcaught fire\b|\bcaught alight\b",
    r"\bfire (?:in|at|near|on|behind|inside) (?:the |my |our |a |an )?\w+|\bfire (?:is )?spreading|\bbig fire\b|\bthere (?:is|s) (?:a )?(?:\w+ )?fire\b|\bfire broke out",
    r"(?:send|call|need|want|where is|get)(?: \w+){0,3} (?:fire ?(?:brigade|engine|fighters?|truck|dept|department)|ambulance|paramedics?)",
    r"\b(?:fire|wildfire|veld ?fire|shack fire|house fire|bush ?fire)$|^fire\b",
    r"\b(?:veld|bush|shack|house|grass|wild)[ ]?fires?\b",
    r"\bgas (?:is )?leak\w*|leak\w* (?:of )?gas\b|\bsmell\w*(?: \w+){0,2} gas\b|\bgas (?:smell|odou?r)|\bgas (?:line|pipe|main|cylinder|bottle) (?:\w+ )?(?:broken?|hit|burst|leak\w*|ruptured|exploded)",
    rf"{_PERSON}(?: \w+){{0,4}} (?:fell|fallen|falls|fall|slipped|went|drove|go) (?:in|into|down|inside|through) (?:to )?(?:\w+ ){{0,3}}(?:man ?holes?|holes?|drains?|trench|sewers?|pit|canals?|rivers?|dams?|water|well|culvert|sinkhole)",
    r"\b(?:fell|fallen) (?:in|into|inside|down) (?:the |an? |that )?(?:open )?(?:man ?hole|sewer|drain|well|borewell|pit|canal)",
    r"\b(?:open|uncovered) (?:\w+ )?man ?holes?\b|man ?holes? (?:\w+ ){0,3}(?:is |was |left |standing )(?:wide )?open\b",
    rf"(?:open|uncovered) (?:\w+ )?(?:sewers?|pit|drain|trench){_FAR}(?:{_CHILD}|fall)\b",
    r"man ?holes? (?:\w+ ){0,4}(?:no|without)(?: \w+)? (?:cover|lid)|(?:no|missing|stolen) (?:cover|lid) (?:\w+ ){0,3}man ?hole|man ?hole (?:cover|lid)s? (?:\w+ ){0,3}(?:missing|stolen|gone)|missing man ?hole (?:cover|lid)",
    r"\b(?:water|river|flood\w*) (?:\w+ )?rising\b|rising (?:flood )?water",
    rf"man ?holes?(?: \w+){{0,8}} (?:no|without|missing|stolen|gone|open|off)\b(?: \w+){{0,10}} (?:{_CHILD}|fall)\b",
    r"(?:no|missing|without|stolen) (?:\w+ )?(?:cover|lid)(?: \w+){0,10} (?:school|creche|child\w*|kids?|play\w*|fall in)\b",
    rf"{_CHILD}(?: \w+){{0,12}} (?:open man ?hole|man ?hole (?:is )?(?:open|without|no))",
    r"\bdrown(?:ing|ed|s)?\b",
    rf"{_PERSON}(?: \w+){{0,5}} (?:swept|washed|carried) away|(?:swept|washed) away(?: \w+){{0,6}} (?:inside|people|child\w*)",
    r"(?:people|person|someone|famil\w+|child\w*|kids|residents|granny|passengers?|occupants?|neighbou?rs|we|elderly|workers?|man|woman)(?: \w+){0,5} (?:trapped|stranded|stuck inside|stuck under|buried)\b",
    r"\btrapped (?:in|inside|under|on)\b",
    r"(?:flood\w*|river|water)(?: \w+){0,14} (?:on|onto) (?:the |their |our )?roofs?\b|\bon (?:the |their |our )?roofs?\b(?: \w+){0,14} (?:flood\w*|river|water)",
    r"\b(?:wall|roof|building|house|ceiling|bridge|balcony|scaffold\w*|stairs|shack)(?: \w+){0,3} (?:collaps\w*|fell|fallen|caved in|came down)(?: \w+){0,3} (?:on|onto|over|with|people|while|cars?)\b",
    r"\bbuilding (?:is |has |about to )?collaps\w*|\bbridge (?:has |is )?collaps\w*|collapsing(?: \w+){0,4} (?:inside|people)",
    rf"tree(?: \w+){{0,4}} (?:fell|fallen|fallen over|down|resting|came down|landed)(?: \w+){{0,2}} (?:on|onto|across|over|in) (?:\w+ ){{0,2}}(?:{_WIRE}|lines?|people|someone|person|child\w*|man|woman)",
    r"tree (?:has |is )?(?:fell|fallen|fell down) on(?: \w+){1,6} (?:trapped|inside|injur\w+|hurt)",
    r"(?:car|person|people|taxi|child\w*|truck) (?:\w+ ){0,2}fell in (?:a |the )?(?:\w+ )?(?:sink ?)?hole",
    r"\bsink ?hole(?: \w+){0,8} (?:car|fell|people|house|swallow\w*|person|taxi)",
    r"\bexplosion\b|\b(?:gas|bomb|cylinder|stove|tanker|petrol|geyser)(?: \w+)? explod\w*",
    r"\b(?:unconscious|not breathing|cant breathe|can t breathe|cannot breathe|heart attack|bleeding to death|bleeding badly|stabbed|stabbing|seizure)\b|\b(?:is|are|people|someone|man|woman|child|baby) (?:\w+ )?dying\b",
    r"\b(?:ambulance|paramedics?) (?:please|pls|now|urgent\w*|asap|needed|fast|quick\w*)",
    r"(?:people|someone|person|child\w*|man|woman|driver|passengers?|many|two|three|several|pedestrian|cyclist|they)(?: \w+){0,3} (?:is |are |was |were |been |badly |seriously |critically )*(?:injured|hurt|shot|killed|dead|knocked down)\b",
    r"\b(?:accident|crash|collision)(?: \w+){0,5} (?:injur\w+|hurt|dead|trapped)\b|\binjured (?:people|person|child\w*|driver)\b",
    r"\b(?:shots (?:are |being )?fired|being shot|shooting at (?:us|people|each)|gunman|hostage|being attacked|being raped|rape in progress)\b",
    r"\boxygen\b|\bventilator\b|\blife support\b",
    r"\b(?:life threatening|danger to life|risk of death)\b",
    r"\b(?:poison(?:ed|ous) gas|chlorine leak|ammonia leak|chemical spill|petrol tanker)\b",
)

ENGLISH_HARMLESS: Final[tuple[str, ...]] = (
    r"fire (?:hydrants?|stations?|departments?|dept|exits?|extinguishers?|alarms?|lanes?|drills?|escapes?|permits?|wood|place|house|hall|works|crackers?|safety|inspections?|certificates?|hoses?|breaks?|zone|plug)",
    r"near (?:the )?fire (?:station|brigade|department)|fire ?works?|fire ?wood|campfire|bonfire",
    r"fire ?(?:pits?|ants?|works?|place|lanes?|safety|drill|code|inspect\w+)",
    r"(?:no|not any|never any|without|after the|since the|old|last (?:week|month|year)s?) (?:\w+ )?fire\b",
    r"(?:no one|nobody|no people|none)(?: \w+){0,3} (?:hurt|injured|trapped|killed|dead)",
    r"(?:not|isnt|is not|never) (?:on fire|burning|sparking|injured|hurt|live|leaking gas|an emergency)",
    r"sew(?:er|age) gas|gas smell(?: \w+){0,8} (?:sewer|manhole|drain)|gas (?:station|stations|bill|price|garage|meter|stove order)|teargas|gas smell from (?:the )?(?:sewer|drain|manhole)",
    r"dead (?:dogs?|cats?|animals?|birds?|rats?|trees?|deer|raccoons?|possums?|cows?|squirrels?|skunks?|branches|street|end|plants?|grass|lights?|lamps?)|(?:dog|cat|animal|bird|cow|goat|deer)(?: \w+){0,3} (?:dead|killed|hurt|injured|knocked down)",
    r"(?:wires?|cables?|cords?) (?:\w+ )?(?:tv|internet|phone|telephone|fibre|fiber)|(?:tv|internet|phone|telephone|telkom|fibre|fiber|cable tv) (?:wires?|cables?|lines?)",
    _PLAIN_WIRE,
    r"load ?shedding|drowning (?:in (?:debt|rubbish|litter|bills|refuse|garbage|waste|paperwork)|(?:out )?(?:by|the))|noise(?: \w+){0,2} drown\w*",
    r"(?:fell|fallen|fall) (?:in|into) (?:arrears|disrepair|debt)|trapped (?:in )?(?:traffic|gas|air|dirt|leaves)|traps?",
    r"(?:street ?lights?|lights?|lamps?|bulbs?) (?:are |is )?burning",
    r"(?:almost|nearly|could (?:be|get)|might (?:be|get)|will (?:be|get)) (?:\w+ )?(?:hit|knocked down|knocked|run over) by",
    r"shot (?:up|out)|hot spots?|bills?(?: \w+)? exploded",
)

AFRIKAANS: Final[tuple[str, ...]] = (
    r"\b(?:kragpaal|krag paal|elektriese paal|eskom paal)(?: \w+){0,3} (?:omgeval|geval|afgebreek|le|neergekom|platgeval)\b",
    r"\b(?:drade?|draad|kabels?)(?: \w+){0,4} (?:lewendig|nog aan|lewendige)\b",
    r"\btransformator(?: \w+){0,3} (?:ontplof|gebars|brand|rook|uitgebrand)\b|\bontplof\w* (?:\w+ )?transformator",
    r"\b(?:val|inval|omval|neerstort) op (?:die |ons |my )?(?:mense|kinders|ons|iemand|skool)\b",
    r"\b(?:lewendige|blootgestelde|kaal|oop|onbedekte) (?:\w+ )?(?:kabels?|drade?|draad|kragdrade?|kragdraad|kraglyne?)",
    r"(?:kabels?|drade?|draad|kragdrade?|paal|kas|kragkas|boks|transformator|kraglyn)(?: \w+){0,6} (?:vonke?|vonk\w*|brand|vlamme?|rook)\b",
    r"\bvonke?\b|\bvonk(?:end|el)\w*",
    r"(?:kragdra(?:ad|de)|kraglyne?|kragkabels?|elektriese (?:drade?|draad|kabels?)|kabels?)(?: \w+){0,3} (?:le|af|geval|oor die pad|op die (?:grond|pad|gras)|afgebreek)\b(?! gesteel)",
    r"(?:drade?|kabels?)(?: \w+){0,4} (?:oop|los|hang uit)(?: \w+){0,8} (?:kinders?|skool|speel)",
    r"kinders?(?: \w+){0,6} (?:kragkas|kragboks|substasie|drade|draad|kabels?)\b|(?:kragkas|kragboks|substasie)(?: \w+){0,4} oop(?: \w+){0,8} kinders?\b",
    r"\bvas in (?:die |n )?(?:hyser|hysbak|lift)\b|(?:paal|kas|kraan|muur|hek|heining|lig|lamp)(?: \w+){0,2} skok (?:\w+ )?(?:mense|ons|my|kinders|jou|mens)\b",
    r"geskok\b|skok gekry|ge?elektrok\w*|elektrokut\w*|elektriese skok",
    r"\baan die brand\b|\bin vlamme\b|\bbrand nou\b|\bvuur\b(?: \w+){0,4} (?:versprei|naby|huise|hokkies|hokke|hokkie|huis)",
    r"\b(?:huise?|hokkies?|hokke|shacks?|gebou|geboue|kar|motor|winkel|skool|kerk|transformator|kragpaal|paal|kragkas|substasie|veld|gras|berg|plakkerskamp|woonstel|dak|boom) (?:\w+ )?brand\b(?! nie| bedags| dag)",
    r"\bbrandweer\b|^brand\b|\b(?:veld|bos|hok|huis|shack)brand\b|\bvlamme\b",
    r"\bgas ?lek\w*|\bruik (?:\w+ ){0,2}gas\b|\bgas ruik|\bgasreuk\b|\bgaspyp\b|\bgasontploffing\b",
    r"\bin (?:die |n |daai |dit )?(?:\w+ )?(?:mangat|gat|drein|riool|put|sloot|kanaal|rivier|dam|water) (?:in)?geval|\bingeval\b(?! nie)(?: \w+){0,6} (?:kind|mens|kar|iemand)|(?:kind|seun|dogter|kar|iemand|man|vrou|baba)(?: \w+){0,6} (?:ingeval|in geval)\b",
    r"\boop mangat|mangat (?:\w+ ){0,3}oop\b(?! gemaak)|mangat ?deksel (?:\w+ ){0,2}(?:weg|gesteel)|mangat (?:\w+ ){0,3}(?:sonder|nie n) deksel|nie n deksel op die mangat",
    r"mangat(?: \w+){0,10} (?:skool|creche|kleuterskool|kinders?|inval|speel)\b|(?:kinders?|skool|kleuterskool)(?: \w+){0,10} (?:oop mangat|mangat (?:is )?oop)",
    r"\bverdrink\w*|\bverdrinking",
    r"(?:mense|kinders?|kar|motor|iemand|man|vrou|gesin)(?: \w+){0,5} (?:weggespoel|meegesleur|saamgesleur)|word weggespoel",
    r"\bvasgekeer\b|\bvasgevang\b|vas onder die (?:muur|puin)",
    r"(?:water|vloed\w*|rivier)(?: \w+){0,12} op (?:die |hul |hulle )?dak(?:ke)?\b|op (?:die |hul )?dak(?:ke)?\b(?: \w+){0,12} (?:water|vloed|rivier)",
    r"\b(?:muur|gebou|dak|brug|huis|plafon)(?: \w+){0,3} (?:op (?:mense|iemand|n|die|my) ?\w* (?:geval|ineengestort)|ineengestort|stort (?:in|ineen)|val in mense)",
    r"boom (?:\w+ )?(?:op|oor) (?:die )?(?:kragdrade?|kragdraad|kraglyne?|drade|mense|iemand)",
    r"\bsinkgat\b(?: \w+){0,8} (?:kar|ingeval|huis|mense)",
    r"\bontploffing\b|\b(?:gas|bom|tenk|stoof|silinder)(?: \w+){0,2} ontplof",
    r"\bambulans\b(?! kan nie)|\bbewusteloos\b|haal nie asem|kan nie asem|\bhartaanval\b|\bbloei\b|inmekaar gesak|\bsterwend\b",
    r"(?:mense|iemand|kind|kinders|man|vrou|bestuurder|passasiers|twee|drie)(?: \w+){0,3} (?:beseer|gewond|dood|doodgery|raakgery|gesteek|gestek|geskiet)\b",
    r"\bskote (?:\w+ )?(?:geskiet|afgevuur|klap)|skiet op (?:mense|mekaar|ons)",
    r"\bsuurstof\w*|\basemhalingsmasjien",
)

AFRIKAANS_HARMLESS: Final[tuple[str, ...]] = (
    r"brandkra(?:an|ne)|brandweer ?(?:stasie|oefening|kantoor)|naby die brandweer|brandstof|brandhout|brand ?blusser|brand ?trap",
    r"(?:ligte?|straatligte?|lampe?|bol|bolle) (?:\w+ ){0,3}brand|brand (?:\w+ ){0,2}(?:bedags|nie|dag en nag|heeldag|heelnag)",
    r"geen brand|nie (?:\w+ )?(?:aan die )?brand nie|nie \w* ?beseer nie|niemand(?: \w+){0,2} (?:beseer|gewond|dood)(?: nie)?",
    r"brand (?:\w+ )?(?:bande|vullis|vuilgoed|rommel)|(?:vullis|vuilgoed|bande|rommel)(?: \w+){0,3} (?:brand|gebrand)",
    r"(?:hond|kat|dier|voel|bees)\w*(?: \w+){0,3} (?:dood|beseer|raakgery)|rioolgas|beurtkrag",
)

ZULU: Final[tuple[str, ...]] = (
    r"\bi?pali l?i?ka ?gesi(?: \w+)? (?:liwile|liwele|lilele|liphukile|liwisiwe|iwile|iwele)\b|\bamapali kagesi (?:\w+ )?awile",
    r"ntambo(?: zikagesi| kagesi)?(?: \w+){0,2} (?:ziyaphila|iyaphila|zinogesi|inogesi|ziwele|zilele|iwele|zivulekile|zisobala)\b|\bnezintambo (?:\w+ )?(?:ziyaphila|zinogesi|zivulekile)",
    r"\bi? ?(?:transfoma|transformer|transforma)(?: \w+){0,2} (?:i|li)?(?:qhumile|yasha|yavutha|shile|yaqhuma|ya?thunqa)\b|\biqhumile i ?transfo\w+",
    r"(?:ntambo|khebula|khebuli|cingo|pali|gesi|trans ?fo\w+|bhokisi|ugesi)(?: \w+){0,4} (?:i|li|lu|zi|u|si|a)ya(?:qhasha|qhuma|vutha|thunqa)\b",
    r"\b(?:ucingo|izincingo) (?:lu|zi)kagesi(?: \w+){0,2} (?:lu|zi)?(?:wile|wele|lele|phansi|dabukile|vulekile)\b",
    r"(?:zowela|ngawela) (?:abantu|izingane|abafundi|umuntu)\b",
    r"nhlansi\b|\bspark(?:s|a|ing)\b",
    r"\b(?:i?zi?ntambo|intambo|intambi|i?khebula|i?khebhuli|amakhebula|ama ?wires?|i ?wire)(?: \w+){0,3} (?:i?lele phansi|\w*wile\b|(?<!lenga )phansi\b|\w*dabukile phansi|\w*vulekile|\w*vuliwe|sobala|\w*ngambozwanga)",
    r"(?:izintambo|intambo|ikhebula)(?: \w+){0,5} (?:izingane|ingane|abantwana|isikole)|(?:izingane|abantwana)(?: \w+){0,6} (?:izintambo|zintambo|ikhebula)",
    r"izintambo zisobala|\bizintambo ezivulekile|\bintambo evulekile",
    r"(?:banjwe|bethwe|bulewe|shokwe|shaywe) (?:yi|u|ngu|yu)?gesi|shokiwe|\bu?gesi \w*(?:bambe|shaye|bulele)\b",
    r"mlilo\b|bacimi? ?mlilo|abacim\w*",
    r"\b(?:i|li|zi|si|u|lu|ku|a)ya(?:sha|vutha)\b|\bkuvutha\b|\bkusha\b|\biyashisa indlu|\bsekuvutha\b",
    r"(?:kunuka|nuka|ukuvuza|kuvuza|iyavuza|ukunuka)(?: \w+)? (?:i|kwe|ye)?ges[ie]\b|igesi (?:\w+ )?(?:\w*nuka|\w*vuza)\b|\bigesi ku\w+",
    r"(?:uwele|iwele|bawele|wela|ziwele|wele)(?: \w+)? (?:phakathi|e?mgodini|e?man ?hol\w*|(?:ku|ku i|kwi|e|i) ?man ?hol\w*|emseleni|emfuleni|emanzini|edamini|edreyinini)",
    r"(?:man ?hole|imanholi|umgodi|emgodini|isivalo)(?: \w+){0,10} \w*(?:ngawela|ngawa|gawela)\w*|(?:ingane|izingane|abantwana) (?:\w+ )?\w*ngawela",
    r"(?:man ?hole|imanholi|umgodi wendle)(?: \w+){0,8} (?:isikole|nesikole|nenkulisa|inkulisa|nekrishi|izingane|ingane)",
    r"(?:man ?hole|imanholi|umgodi wendle)(?: \w+){0,3} (?:\w*vulekile|ayinasivalo|awunasivalo|ayinaso isivalo)|isivalo se ?man ?hole (?:\w+ )?(?:si?ntshontshiwe|asikho|sebiwe)",
    r"minza\b|minzile\b|cwile emanzini",
    r"(?:izikhukhula|umfula|amanzi) \w*(?:thathe|khukhule|khukhulile)(?: \w+)? (?:umuntu|ingane|izingane|abantu|imoto|indlu|umuzi)\b",
    r"(?:cables?|wires?|kabels?|i?khebula)(?: \w+){0,5} (?:izingane|ingane|abantwana|umntwana|kinders?)\b",
    r"muke nam?anzi|(?:khukhulwe|khukhuleke|thathwe)(?: \w+){0,2} (?:ngamanzi|namanzi|yizikhukhula|izikhukhula)|(?:ingane|abantu|umuntu)(?: \w+){0,3} \w*khukhul\w*",
    r"(?:abantu|umuntu|ugogo|izingane|ingane|abadala|omakhelwane|umndeni)(?: \w+){0,4} \w*(?:valelek|bhajiwe|bhajwa|vaxek|valelwe|vinjelwe)\w*",
    r"(?:phezu kophahla|ophahleni)(?: \w+){0,8} (?:izingane|nezingane|amanzi|umfula)|(?:umfula|amanzi)(?: \w+){0,10} \w*(?:phezu kophahla|ophahleni)",
    r"\b(?:udonga|isakhiwo|uphahla|indlu|ibhuloho)(?: \w+)? (?:\w*wele|siyawa|liyawa|luyawa|luwile|liwile|siwile)(?: \w+){0,3} (?:abantu|umuntu|ingane|ngaphakathi|izimoto|kodwa|phezu)|isakhiwo siyawa",
    r"isihlahla siwele(?: \w+){0,3} (?:izintambo|ezintanjeni|zintambo|umuntu|abantu)",
    r"\b(?:kuqhume|ukuqhuma)(?: \w+)? (?:into|igesi|isitofu|ibhomu|kwegesi|isilinda)|\biqhumile igesi",
    r"(?:sidinga|ngidinga|sicela|ngicela|thumela|thumelani|biza|bizani|shayela|sifuna)(?: \w+){0,2} (?:i ?)?ambul[ae]n\w*|\bi ?ambul[ae]n\w* (?:ngokushesha|manje|phuthuma\w*)",
    r"akaphefumul\w*|quleki?le\b|\wopha kakhulu|dutshulwe|dubuliwe|dutshuliwe|kudutshul\w+|gwaziwe|gwazwe|\wdubulana",
    r"(?:abantu|umuntu|ingane|izingane|umshayeli|ababili|abathathu)(?: \w+){0,2} (?:u|ba|i|zi)(?:limele|shonile|file)\b|\bingozi\b(?: \w+){0,5} balimele",
    r"oksijini|oxygen|umshini wokuphefumula|\bwe ?oksij\w*",
    r"umgodi(?: \w+){0,4} imoto iwele|\biwele phakathi\b",
)

ZULU_HARMLESS: Final[tuple[str, ...]] = (
    r"awukho umlilo|akukho ?mlilo|isiteshi sabacimi ?mlilo|sabacimi ?mlilo|esiteshini sabacimi ?mlilo",
    r"akekho(?: \w+)? (?:o|u)limele|akekho olimele|akulimele muntu",
    r"(?:inja|ikati|inkomo|isilwane)(?: \w+){0,3} (?:ilimele|ifile|efile|elifile)",
    r"loadshedding|load shedding|ifaya hydrant",
    r"ambul[ae]n\w* (?:ayikwazi|ayisangeni|ayingeni)",
)

XHOSA: Final[tuple[str, ...]] = (
    r"\bi?pali y?o?m?bane(?: \w+)? (?:iwile|iwele|ilele|yaphukile|iwisiwe)\b|\biipali zombane (?:\w+ )?ziwile",
    r"ntambo(?: zombane| yombane)?(?: \w+){0,2} (?:zinombane|inombane|ziyaphila|ziwele|zilele|iwele|zivulekile|zisesidlangalaleni)\b|\bneentambo (?:\w+ )?(?:zinombane|ziyaphila|zivulekile)",
    r"\bi? ?(?:transfoma|transformer|transforma)(?: \w+){0,2} (?:i)?(?:qhushumbile|gqabhukile|dubule|yatsha|yavutha|tshile|yaqhuma)\b",
    r"(?:ntambo|khebhule|khebula|cingo|pali|mbane|trans ?fo\w+|bhokisi)(?: \w+){0,4} (?:i|li|lu|zi|u|si|a)ya(?:qhushumba|gqabhuka|dubula|qhuma|dlekra)\b",
    r"\b(?:ucingo|iingcingo) (?:lo|zo)mbane(?: \w+){0,2} (?:lu|zi)?(?:wile|wele|lele phantsi|phantsi|qhawukile|vulekile)\b",
    r"\b(?:(?:i|u|lu|li)za kuwela|\w*ngawela) (?:abantu|abantwana|abafundi|umntu)\b",
    r"ntlantsi\b|\bspark(?:s|a|ing)\b",
    r"\b(?:iintambo|intambo|ikhebhule|ikhebhile|ikhebula|iikhebhule|ii ?wires?|i ?wire)(?: \w+){0,3} (?:i?lele phantsi|\w*wile\b|phantsi\b|engceni|\w*vulekile\w*|\w*vuliwe|sesidlangalaleni|zisesidlangalaleni)",
    r"(?:iintambo|eentambo|intambo|ikhebhule)(?: \w+){0,5} (?:abantwana|umntwana|isikolo)|abantwana(?: \w+){0,6} (?:iintambo|zintambo|ikhebhule)",
    r"(?:banjwe|bethwe|bulewe|shokwe) (?:ngu|yi|ng)?m?(?:mbane|umbane|ugesi|gesi)|shokiwe|\bumbane (?:u|m)\w*(?:bambe|bethe|bulele)\b",
    r"mlilo\b|abacimi? ?mlilo|bacimi ?mlilo",
    r"\b(?:i|li|zi|si|u|lu|ku|a)ya(?:tsha|vutha)\b|\bkutsha\b|\bkuvutha\b|\bkuyavutha\b",
    r"(?:kunuka|nuka|ukuvuza|kuvuza|iyavuza|ivumba)(?: \w+)? (?:i|kwe|ye|le)?(?:ges[ie]|rhasi|gasi)\b|(?:igesi|irhasi) (?:\w+ )?(?:iyanuka|iyavuza|ivuza)",
    r"(?:uwele|iwele|bawele|ziwele|wele)(?: \w+)? (?:phakathi|emngxunyeni|(?:ku|kwi|kwi i|e|i) ?man ?hol\w*|emseleni|emlanjeni|emanzini|edameni|kwidreyini)",
    r"(?:man ?hole|umngxuma|umanhole|isiciko)(?: \w+){0,10} \w*(?:ngawela|ngawa)\w*|(?:umntwana|abantwana) (?:\w+ )?\w*ngawela",
    r"(?:man ?hole|umanhole|umngxuma wogutyulo)(?: \w+){0,8} (?:isikolo|kwesikolo|nesikolo|kwenkulisa|inkulisa|nekhritshi|abantwana|umntwana)",
    r"(?:man ?hole|umanhole|umngxuma wogutyulo)(?: \w+){0,3} (?:\w*vulekile\w*|ayinasiciko|awunasiciko)|isiciko se ?man ?hole (?:\w+ )?(?:sibiwe|asikho)",
    r"rhaxw[ae]\w*|ntywilile|tshonile emanzini",
    r"(?:izikhukula|izikhukhula|umlambo|amanzi) \w*(?:thathe|khukulise|khukule)(?: \w+)? (?:umntu|umntwana|abantwana|abantu|imoto|indlu|umzi)\b",
    r"mke nam?anzi|(?:khukulis\w+|khukulwe)(?: \w+){0,2} (?:ngamanzi|namanzi|zizikhukhula|yizikhukhula)|(?:umntwana|abantu|umntu)(?: \w+){0,3} \w*khukulis\w*",
    r"(?:abantu|umntu|umakhulu|abantwana|umntwana|abadala|abamelwane|usapho)(?: \w+){0,4} \w*(?:valelek|xinge|vingcelwe|bhajiwe|valelwe)\w*",
    r"(?:phezu kophahla|eluphahleni)(?: \w+){0,8} (?:abantwana|nabantwana|amanzi|umlambo)|(?:umlambo|amanzi)(?: \w+){0,10} \w*(?:phezu kophahla|eluphahleni)",
    r"\b(?:udonga|isakhiwo|uphahla|indlu|ibhulorho)(?: \w+)? (?:\w*wele|siyawa|iyawa|luyawa|luwile|iwile|siwile)(?: \w+){0,3} (?:abantu|umntu|umntwana|ngaphakathi|iimoto|kodwa|phezu)|isakhiwo siyawa",
    r"umthi uwele(?: \w+){0,3} (?:iintambo|kwiintambo|zintambo|umntu|abantu)",
    r"\b(?:kuqhushumbe|uqhushumbo|kugqabhuke)(?: \w+)? (?:into|igesi|irhasi|isitovu|ibhombu)|\bigesi iqhushumb\w*",
    r"(?:sifuna|ndifuna|sicela|ndicela|thumela|thumelani|biza|bizani)(?: \w+){0,2} (?:i ?)?ambul[ae]n\w*|\bi ?ambul[ae]n\w* (?:ngokukhawuleza|ngoku|khawuleza\w*)",
    r"akaphefuml\w*|wile isiduli|\wopha kakhulu|kudutyul\w+|dutyulwe|dubuliwe|hlatyiwe|hlatywe|\wdubulana",
    r"(?:abantu|umntu|umntwana|abantwana|umqhubi|ababini|abathathu)(?: \w+){0,2} (?:w|b|u|ba)(?:enzakele|swelekile|file)\b|\bingozi\b(?: \w+){0,5} benzakele",
    r"oksijini|oxygen|umatshini wokuphefumla",
    r"umngxuma(?: \w+){0,4} imoto iwele|\biwele phakathi\b",
)

XHOSA_HARMLESS: Final[tuple[str, ...]] = (
    r"akukho ?mlilo|isitishi sabacimi ?mlilo|sabacimi ?mlilo",
    r"akukho ?mntu(?: \w+)? (?:wenzakeleyo|wenzakele|onzakeleyo)",
    r"(?:inja|ikati|inkomo|isilwanyana)(?: \w+){0,3} (?:yenzakele|ifile|efileyo)",
    r"loadshedding|load shedding|ambul[ae]n\w* (?:ayikwazi|ayisangeni|ayingeni)",
)
