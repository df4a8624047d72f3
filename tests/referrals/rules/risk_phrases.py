"""Two hundred phrases that describe a risk, as people and staff write them, and ordinary notes that do not.

Written for these tests alone, by hand, before the rule was tried on them.
"""

PLAIN = """
Wants to end her life.
He has been thinking about suicide.
She said she wants to kill herself.
Took an overdose in March and says she would do it again.
Has suicidal thoughts most evenings.
I want to die.
He talks of ending it all.
Told me she is planning to take her own life.
Tried to hang himself last year.
She cuts herself when it gets too much.
Self harm, mostly on her legs.
Her son self-harms.
He burns his arms with cigarettes.
I hurt myself to feel something.
He said he would jump off the bridge.
She thought about walking in front of a train.
Says there is no point in living.
Life is not worth living.
He has nothing left to live for.
She feels her family would be better off without her.
Would be better off dead.
I wish I was dead.
Wishes she had never been born.
She does not want to live any more.
He has lost the will to live.
Her husband hits her.
He punches me when he has been drinking.
Her partner threatened to kill her.
She is afraid of her husband.
He strangled her last week.
Domestic violence, police were there on Sunday.
Her son takes her pension and shouts at her.
He will not let her see anyone.
She is locked in the house all day.
Was raped two years ago.
Disclosed sexual abuse by an uncle.
Her carer slaps her.
She is being stalked by an ex.
Dealers have cuckooed his flat.
He says he will kill his neighbour.
Wants to hurt someone.
He carries a knife.
She said she might hurt the baby.
He shook the baby.
Leaves the children alone at night.
Hears voices telling him to do it.
He threatened me with a knife.
She has bruises on both arms.
He said he would set fire to the flat.
Thinks about death all the time.
"""
MISSPELT = """
feels sucidal
she is suicidle at nite
thinking of comiting suicde
took an overdoes of tablets
overdosd on paracetemol
want to kill my self
wants to kil herself
he cant go on any more
dont want to live enymore
she wants to dye, not just her hair but to die
self harmming again
cuting herself
slef harm
hes gonna kill hisself
thretened to kill me
my husbend hits me
he strangeld me
domestic abbuse
he is violant
abusiv partner
she is beeing abused
scared of her husbnad but he hits her
terified of him coming home, he beats her
takin all her tablets at once
no piont in living
not wroth living
better of dead
hurting her self on purpose
want to end my lfie now, end it all
suiciadal thoughts
sui cidal, wants to die
he punchd her
she has brusies
im gona jump off the brige or in front of a train
dont wana be here anymore
i cant cope anymore
feel worthles
nobody wuld miss me
wish i was ded, wish i was dead
he threatend her with a nife
gonna do somthing stupid
i want to die!!! pls help
SUICIDAL!!!!
su1cidal
s*icidal, wants to end it
kiII myself, kill myself
killing meself
he rapped me, he raped me
she gets hitt, gets hit every weekend
wont b here much longer, wont be here
"""
NEGATED = """
Does not want to be alive.
Doesn't want to wake up in the morning.
Does not wish to go on living.
I don't want to be here any more.
He no longer wants to live.
Can't carry on.
Cannot face another day.
Sees no way out and can't go on.
Never wants to wake up.
Not safe from himself.
Cannot keep herself safe.
Would not care if she did not wake up.
Hopes he doesn't wake up.
I'd rather not be here.
No reason to live.
No point carrying on.
Not wanting to be here.
She isn't safe at home.
He is not safe around his children.
Denies suicidal thoughts but gave away his dog.
No current thoughts of self-harm.
Says he would not act on his thoughts of suicide.
Not allowed to leave the house.
Not allowed money of her own.
He doesn't let her talk to her sister.
She is not allowed to see her friends.
Wouldn't be here if it was not for the cat; may not be here for long.
I can't take it any more.
Nobody would notice if I was gone.
There isn't any point in getting up, no point in living.
I will not see Christmas; won't see the new year.
Life has no meaning.
Nothing to live for now.
She couldn't go on.
He said he won't be here next week.
Didn't want to live after he died.
Never wanted to wake again.
No longer wishes to be alive.
Not going to be around much longer.
I do not want to exist.
"""
EUPHEMISMS = """
She wants to go to sleep and not wake up.
He would like to be with his late wife.
She wants to join her husband in heaven.
Says he will do something silly.
She might do something daft.
I want it all to stop, to end it.
Ready to meet his maker.
He has put his affairs in order.
She has been giving away her things.
Said her goodbyes to the neighbours.
Wrote a goodbye letter.
He has been saving up his tablets.
She keeps a stash of pills under the bed.
Bought a rope.
He went to the edge of the platform.
He stood on the bridge for an hour on Sunday.
Not long for this world, he says.
Tired of living.
Sick of life.
Had enough of life.
Has given up on life.
Everyone would be happier without me.
She feels she is a burden to everyone.
In a very dark place.
Dark thoughts at night.
Wishes she could disappear, wants to disappear.
I want to unalive myself.
thinking of doing myself in
He wants to top himself.
He talked of offing himself, wants to off himself.
Walks on eggshells at home.
She flinches when he raises his voice; he controls her money.
He checks her phone and reads her messages.
He gets rough and pushes her about.
He grabs her by the arm when angry.
She has another black eye and says it was a door.
He keeps her passport.
Her grandson has moved in and takes her bank card.
Loan sharks wait outside.
Men she does not know use his flat; county lines, we think.
He has a temper and might snap.
She is frightened to go home.
They do not feed him; I think it is neglect.
He says the voices are back, hears voices.
He would make them pay.
I just want to sleep forever.
I can't do this any more, can't do it.
There is no future; cannot see a future.
What's the point of going on?
I feel like giving up on everything.
I've been looking at the train tracks, thinking of jumping in front of a train.
He forces her into things, forced to have sex.
The kids are in danger there.
He holds her down with his hands round her neck.
She refuses all food and drink.
Thinks the world would be better if she was gone, better if she was not in it.
Says she won't be around for his birthday.
He drinks and lashes out at her when she speaks.
I took all my tablets on Friday.
Wants to be dead like her brother.
"""
RISKS = [line for part in (PLAIN, MISSPELT, NEGATED, EUPHEMISMS) for line in part.strip().splitlines()]
ORDINARY = """
Likes parks and used to walk with her husband.
Misses her sister, who died in spring.
Dying to get back to the garden.
Wants to live closer to her daughter.
Does not want to live alone.
Does not want to live in the flat any longer because of the damp.
She killed an hour at the library and liked it.
He cut himself off from his friends after the move.
Hanging baskets are his thing.
She hurt herself when she fell in the kitchen.
Left a message with his neighbour.
There is a dog that bites. Ring before a home visit.
Walks along the canal every morning.
Goes by train to see his grandchildren.
The bus stops in front of the house.
She pushes her wheelchair herself.
His late wife kept the books, so he opens no letters.
Threatened with eviction at the end of the month.
Bailiffs have written twice.
Would rather not go on Tuesdays.
Cannot go on Thursdays because of the hospital.
Wants to go on the waiting list.
Feels better off since the benefit came.
He takes his medication every morning.
Keeps her tablets in a box with the days on it.
The family is a great help and she does not want to trouble them.
Struggles with the stairs.
Lost his job at Christmas and worries about the rent.
She beat her own record: 4,000 steps.
He shoots pool on Fridays.
Her grandson kicks a ball with her in the yard.
Burnt the dinner and laughed about it.
The voices of the choir carried her home.
Wants to end her tenancy.
He is done with the forms.
Tired of the letters from the council.
He was attacked by the heron, he says, when he fed the ducks; a joke.
Nobody answered the door. I left a card.
Prefers the morning and a window seat.
Wants to learn to use the telephone.
Cooks for herself and eats well.
Has no one to talk to in the evening.
Not sleeping well since the move.
Would like to meet people of her own age.
Ashamed of the state of the kitchen.
Looks after her mother and two children.
Waiting for a new hip.
He agreed to try the walking group next week.
We went through the letters and called the council together.
Sleeps till noon and wants a reason to get up.
Is afraid of the phone.
Scared of falling on the ice.
She is not safe to drive since the eye operation.
The lift is out again and she is stuck upstairs.
His neighbours bring his shopping.
She takes the bus into town with her friend.
Would like to paint again.
Says the tablets make him tired.
Wants company for her husband, who has dementia.
Shared a joke about getting old.
The move was caused by the damp, and she has paused her course.
There is an odd smell in the kitchen.
Met strange people at the bus stop and brushes it off, though the walk was overdone.
""".strip().splitlines()
# Written afterwards to be hard. Of these 9 were found at first, and of the two hundred 179: what to expect of new ones.
UNSEEN = """
He has rung Samaritans twice this week and says he has had enough.
She asked me how many tablets it would take.
I keep thinking everyone would cope fine if I went.
My boyfriend put his hand over my mouth until I passed out.
He said goodbye as if it was for good.
wants to b with her mum who passed
Feels there is no way forward.
I just wanna sleep and never wake.
Mum leaves my little brother by himself all night.
He has cut up his legs again.
She drank a bottle of bleach in May.
He's got a plan and a date.
My uncle comes into my room.
She said that if he touches her again she will stab him.
They make him work without pay and keep his papers.
He talks about driving into a wall.
Says her life is over.
Not eating on purpose, hopes to fade away.
Partner monitors her phone and who she speaks to.
She has written letters to her children for after.
I want to hurt him like he hurt me.
He shoves his mother when she asks for her money.
He's suidical.
thinks abt killin himself
I don't see the point anymore.
The carer handles her roughly and she cries.
She has stopped taking her insulin so that it ends.
He would rather be dead than go into a home.
I am scared he will find us.
He told me he had tied a rope in the garage.
""".strip().splitlines()
