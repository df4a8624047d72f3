"""The words that `referrals.risk_words` looks for: regular expressions over small letters, words parted by one space.

A line that begins with a bar goes on with the line above it. `<name>` stands for one of `PARTS`.
"""

PARTS = r"""
self: (?:my|her|him|them|their|your|one|our)(?:self|selves)
whose: (?:my|her|his|their|your)(?: own)?
some: (?:\w+ )
pills: (?:tablets|pills|paracetamol|medication|medicine|meds|insulin|painkillers|sleepers|sleeping tablets
    |ibuprofen)
heights: (?:the |a |an |oncoming )?<some>?(?:bridge|cliff|roof|balcony|train|bus|traffic|lorry|canal|tracks
    |river|window|wall|tree|sea|railway|rails|line)s?
whom: (?:me|him|them|someone|somebody|people|others|everyone|the baby|her(?= (?:when|and|if|or|because|around
    |about|again|every|after|in|with|at|on|by|often|so|while|last|regularly|til|until|hard|too|but)\b|$)|(?:the|his
    |her|my|their) (?:kids?|children|child|baby|son|daughter|wife|husband|partner|ex|girlfriend|boyfriend|mum
    |mother|dad|father|gran|nan|neighbou?rs?|carer|brother|sister|family|boss))
wants-not: (?:(?:dont|doesnt|didnt|do not|does not|did not|not|never|no longer|wouldnt
    |hardly)(?: \w+)? (?:wants?|wanting|wish|wishing|wanted|care)(?: \w+)?|rather not|wishes not)
"""
OF_ONESELF = r"""
suicid\w*
selfharm\w*
self (?:harm|injur|mutilat)\w*
unalive\w*
kms
ctb
(?:kill|end|top|hang|drown|poison|shoot|off|harm|hurt|starv|burn|injur|punish)(?:s|ed|ing|ning|ping|e
    |es)? <self>(?! (?:in|when|falling|after|at|last|on the (?!train)|against|to (?!feel|cope|sleep|die)|from))
(?:do|doing|did|done) <self> (?:in|harm|a mischief)
(?:end|ends|ending|ended|finish|finishing) (?:it|it all|things|everything|<whose> (?:life|days|misery|pain))
(?:take|takes|taking|took|taken) <whose> life
(?:want|wants|wanted|wanting|wishes|wish|hopes?|hoping|like|rather|prays?|praying|ready|longs?|plans?|planning
    |going)(?: to)? (?:die|be dead|disappear|not (?:to )?wake|never wake|not be here|not exist|be gone|end it
    |go to sleep for)
(?:hair but|want to|wants to|wanna) <some>?(?:die)
wish\w* (?:that )?(?:i|she|he|they|you) (?:was|were|had|wasnt|werent|hadnt|wouldnt|could) <some>{0,2}(?:dead
    |born|die|alive|wake|gone|here|away)
(?:better|easier|happier|best) (?:off? |place )?(?:for \w+ )?(?:dead|without (?:me|her|him|them)|if (?:i|she|he
    |they))
(?:not|no|any|see|sees|little|whats the|what is the|isnt any|much) (?:point|reason|purpose|sense|will
    |use) <some>?(?:in |to |of |for )?(?:living|live|life|going on|go on|carry on|carrying on|being here|be here
    |being alive|anymore|any more|getting up|it all|waking)
(?:dont|doesnt|do not|does not|cant|cannot|didnt) see (?:the|a|any) (?:point|reason|future|way)
no way (?:forward|out)
no future
passed out
how many (?:tablets|pills)
(?:drank|drink|drinking|swallowed) <some>?<some>?(?:bleach|poison)
(?:nothing|not much|no one|nobody|noone|little|anything)(?: left)? to live for
<wants-not> (?:to )?(?:live|living|be alive|wake|exist|be here|be around|go on(?! \w+day)|carry on|keep going
    |face|see)\b(?! (?:alone|with|there|near|in|on|at|by|a |an |the |her |his |another doctor|people|anyone
    |anybody))
(?:cant|cannot|can not|couldnt|could not|unable to|struggles to) (?:see )?(?:go on(?! \w+day)|carry on
    |keep going|a way out|a future|(?:take|do|face|bear|stand|cope with) (?:it|this|life|another day|tomorrow
    |any ?more|living)|cope any ?more)
(?:lost|losing|no|lacks|without) (?:the |her |his |their |my |any )?(?:will|wish|desire|reason) to (?:live
    |go on)
lost the will
(?:given|giving|gave|give) up on (?:life|living|everything)
(?:tired|sick|weary|bored|had enough|done|finished|fed up|over) (?:of|with) (?:living|life|being alive|it all
    |everything|this world|this life)
life (?:is|isnt|is not|not|aint|was|feels|has|seems)(?: not)? <some>?(?:worth|pointless|over|no point
    |meaningless|no meaning|no purpose|nothing)
worth living
not worth (?:it|being here)
pointless (?:living|going on|being|to go on)
worthless
overdos\w*
\bod ?d?ed\b
took an od
(?:took|taken|take|taking|swallow\w*|neck\w*) (?:all|too many|a lot of|loads of|lots of|a handful of|a load of
    |a bottle of|extra|a whole|two boxes|every) <some>{0,3}<pills>
(?:sav|hoard|stockpil|collect|stash|hid)\w* (?:up |back )?<some>{0,3}<pills>
<pills> <some>?(?:saved|hidden|hoarded|stashed|put by|stockpiled)
enough <pills>
(?:cut|cuts|cutting|cut up|slash\w*|slit\w*|scratch\w*|burn\w*) (?:<self>(?! off)|<whose> (?:wrists?|arms?
    |legs?|thighs?|skin|throat))
(?:jump|jumps|jumping|throw\w*|lie|lying|crash\w*) <some>{0,2}(?:off|in front of|under|into|out of|on
    |from) <heights>
(?:step|stepp|walk|driv|run|runn|drove|ran)(?:e|ing|s|ed)? <some>{0,2}(?:off|in front of|under|into) <heights>
(?:stood|standing|stands|sat|sits|went|goes|go|gone|been) <some>?(?:on|to|at|by) (?:the |a |that )(?:edge
    |bridge|cliff|platform|multi ?storey|tracks|railway)
thinks about the bridge
noose
rope (?:in|round|around|from|ready)
bought (?:a |some )?rope
beachy head
(?:goodbye|farewell|suicide) (?:note|letter|message|video)s?
(?:said|say|saying|says) <whose> (?:last )?goodbyes?
said goodbye to (?:everyone|everybody|us|the kids|the children|her|his|me)
(?:giv|gave)\w* away <whose> (?:things|possessions|belongings|stuff|cat|dog|pets?)
<whose> affairs in order
(?:do|doing|did|done|tries|try|trying) (?:something|anything|owt|summat) (?:silly|stupid|daft|drastic|bad)
(?:wont|will not|wouldnt|not going to|might not|may not|not) be (?:here|around|alive|about)(?! at| until
    | in time)
longer (?:wants?|wishes) to be
(?:wont|will not|not) be (?:here|around) for
not long for this world
last christmas i
wont see (?:christmas|the new year|next|tomorrow|the spring)
(?:be|join|joining|reunited|go to) (?:with )?(?:<whose> )?(?:(?:late|dead) )?(?:husband|wife|mum|dad|son
    |daughter|him|her|mother|father|brother|sister|parents) (?:in heaven|again soon|up there|on the other side
    |in the grave|now)
be with (?:her|his|my) (?:late|dead)
meet (?:her|his|my) maker
with the angels
(?:be|b) with (?:her|his|my) (?:mum|dad|husband|wife|son|daughter|brother|sister|nan) who
goodbye (?:as if|like it|for good|for ever)
plan and a (?:date|time)
letters? (?:to|for) (?:her|his|my) (?:children|kids|family) for after
samaritans
(?:never|not|dont|doesnt|wont|wouldnt|didnt|without|no) <some>?(?:wake|waking|woke) up
(?:not|never|dont|doesnt|didnt) wake (?:in|tomorrow|again)
sleep (?:and|so \w+|but) <some>?(?:not|never|doesnt|dont)
(?:sleep|close \w+ eyes) for ?ever
(?:isnt|not|dont feel|doesnt feel|unsafe|unable to keep|cant keep|cannot keep) (?:safe (?:with|from|around
    |alone)|<self> safe|<self>)
keep <self> safe
(?:not|isnt) safe\b(?! to (?!be|go|stay))
(?:dark|black|intrusive|bad|horrible|scary) (?:thoughts?|place|hole)
thoughts? (?:of|about) (?:death|dying|ending|not being|harming|hurting|killing|it all|giving up)
thinks?(?:ing)? <some>?(?:about|of) (?:death|dying|ending|not being)
feel\w* like (?:ending|dying|jumping|giving up|killing|hurting|disappearing)
voices are (?:back|there|worse|loud)
voices (?:tell|telling|say|saying)
hear\w* voices
burden (?:to|on) (?:everyone|everybody|them|us|the family|her family|his family|my family|me|her|him|others|you
    |her kids|society|the world|people)
nobody would (?:miss|notice|care)
no one would (?:miss|notice|care)
noone would (?:miss|care)
attempt\w* (?:on her|on his|on my|to (?:end|take|die|hang|drown))
tried to (?:end|die|hang|drown|jump)
plan to (?:die|end)
stopped (?:eating|drinking) (?:and drinking|altogether|to die|on purpose)
refus\w* (?:all )?food and
death wish
"""
BY_OTHERS = r"""
domestic (?:abuse|violence|incident)
abus(?:ed|ive|ing|es|er)\b
(?:sexual|physical|emotional|financial) abuse
(?:suffers|suffering|victim of|survivor of|disclosed|discloses|reports|experiencing) <some>?abuse
(?:hit|hits|hitting|beat|beats|beating|beaten|punch\w*|kick\w*|slap\w*|chok\w*|strangl\w*|throttl\w*|smack\w*
    |batter\w*|shov\w*|push\w*|grab\w*|drag\w*|burnt|burns|bit|threw things at|lash\w* out at|laid hands on
    |attack\w*|spit\w*)(?: up)? <whom>
(?:been|gets|got|was|is|being) <some>?(?:hit|beaten|punched|kicked|slapped|choked|strangled|attacked|assaulted
    |raped|stabbed|groomed|molested|stalked|trafficked|exploited)\b
rap(?:ed?|ing|ist)\b
sexual\w* (?:assault|abus|harass|exploit)\w*
molest\w*
groom(?:ed|ing) (?:by|her|him|me|them|on)
assault(?:ed|s|ing)?\b
traffick\w*
\bfgm\b
forced (?:marriage|to marry|to have sex|into)
honour (?:killing|based)
touch\w* (?:her|him|me|them) (?:inappropriately|down|where)
interfered with
makes? (?:her|me|him) do things
(?:afraid|scared|frightened|terrified|frightens|scares|fear|fears|fearful) (?:of|for|about) (?:(?:my|her|his
    |their) (?:life|husband|wife|partner|son|boyfriend|ex|safety|dad|father|brother|uncle|mum|mother|carer|daughter
    |family|own)|him|what he|what she|going home|being hurt|the man)
(?:scared|afraid|frightened|terrified) to (?:go home|be at home|be alone with|leave him|tell)
egg ?shells
threat\w* (?:to (?:kill|hurt|harm|stab|burn|hit|find|smash|take the)|with a (?:knife|gun|bat|weapon)|<whom>)
coerc\w*
controls (?:all |every|everything|her|his|my|who|what)
(?:takes?|taking|took|keeps?|keeping|stole|steals|stealing) (?:all )?(?:her|his|my|their) (?:money|pension
    |benefits|bank card|cards?|wages|passport|phone)
reads (?:all )?(?:her|his|my) (?:messages|texts|phone)
(?:tracks|monitors) (?:her|his|my) (?:phone|car|every)
without pay
comes? into (?:my|her|his) (?:room|bed)
(?:he|they|she) (?:will|might|may|could) find (?:us|me|her)
roughly
checks (?:her|his|my) phone
(?:wont|will not|doesnt|does not|didnt|never|not) (?:let|lets|allow|allows) (?:her|me|him|them)
(?:not|isnt|never|arent) allowed (?:out|to (?:leave|see|go|speak|have|talk|use)|visitors|friends|money)
lock(?:s|ed|ing)? (?:her|him|me|them) (?:in|out|up)
(?:locked|shut|kept) in (?:the|a|her|his) (?:room|house|bedroom|flat|cupboard)
prisoner
stalk\w*
follow(?:s|ed|ing) (?:her|me|him|them) (?:home|everywhere|around)
cuckoo\w*
county lines
loan ?shark\w*
slavery
bruis\w*
black eye
unexplained (?:injur|mark|burn|cut)\w*
(?:hands?|arm) (?:round|around|on) (?:my|her|his|their) (?:neck|throat)
broke (?:her|his|my) (?:arm|nose|jaw|ribs|wrist) (?:again|in a row|last)
raised (?:his|her) (?:hand|fist)
(?:leav|left)\w* (?:the |her |his |their )?(?:kids|children|baby|little ones?|toddler) (?:alone|on their own
    |home alone|by (?:them|it|him|her)sel)
(?:kids|children|baby|child|son|daughter)(?: \w+)? (?:not safe|isnt safe|arent safe|unsafe|at risk|go hungry
    |in danger)
sh(?:ake|akes|aking|aken|ook) (?:the|her|his|my) baby
neglect\w*
in danger
fled (?:her|his|from|the)
"""
TO_OTHERS = r"""
(?:kill|hurt|harm|stab|shoot|murder|poison|smother|burn|strangle|attack|batter|punch)(?:ing|ed|s)? <whom>
(?:kill|stab|shoot|murder|knife|smash)(?:ing|s)? (?:his|her|their|my|the) (?:head|face|house|boss|ex)
(?:carr(?:y|ies|ying)|has|got|keeps|bought|sleeps with|holding|hides|pulled|waving) (?:an? )?(?:(?:big|kitchen
    |large) )?(?:knife|knives|gun|machete|weapon|axe|hammer)(?! block| set)
set (?:it on fire|fire to|the (?:house|flat) on fire|light to)
burn (?:it|the house|the flat|the place) down
(?:make|made|makes) (?:him|them|her) pay
get (?:his|her) revenge
violen(?:t|ce)\b
lose (?:it|control) (?:with|and hurt)
might snap
snap and
out of control with
drown (?:the|her|his)
"""
