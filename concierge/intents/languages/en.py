"""English."""

from concierge.intents.language import Language

GRAMMAR = r"""
# -- yes -----------------------------------------------------------------------------------------

yes = [oh | ah | well oh | aha | <again> ,] [<swear> | very | most | quite] <yes_word>
        [<yes_after>] | why yes
    | yes why not | (sure | yeah | yep | ok) why not | but of course
again = again | once again | once more | still | finally | as i said | like i said | i said
    | i say | now
swear = hell | heck | fuck | fucking | fuckin | damn | damned | bloody | holy | big | huge | a big
    | a resounding
firm = big | huge | hard | firm | definite | easy | solid | emphatic | enthusiastic | resounding
    | strong | clear | wholehearted | 100%
yes_word = yes | [a | an] <firm> yes [from (me | us)] | yes from us | yh | ys | yse | yez | yed |
        ues
    | yws | eys | yees | wilco | nailed it | [you] hit (it | the nail) on the head
    | [right] on the (money | nose | button) | beyond [a | any] doubt | no question [about it]
    | [a] (hundred | thousand | million) times yes | 100 percent | [my] final answer
    | (order | booking | purchase | reservation | payment | quote) (confirmed | approved |
        accepted) | [it] could not be more right
    | (<very> | completely | wholeheartedly) (agree | agreed | approve | approved | confirmed)
        [with (it | that | this | you)]
    | that is an affirmative | that is a positive | i do not object [to (it | that | this)]
    | very much so | quite so | just so | true that | amen [to that]
    | damn (straight | right) | yes (indeedy | siree | baby | man) | yeah (buddy | baby)
    | i do not see why not | do not see why not | (i | we) can not see why not
    | can not see why not | can not argue with that | without (hesitation | question)
    | i have no (issue | issues | problem | problems) with (that | it | this)
    | could not agree more | i could not agree more
    | (i would | i will | i have to | i would have to | i must) say (yes [to (that | it | this)] |
        so) | i say yes to (that | it | this)
    | yes to (all | everything | that | this | it | all of it) | that is a (fact | true statement)
    | good call | as you wish | will do | you know it | you said it | that it is | that i do
    | yeah | yep | yup | yea | ya | yah | yas | yass | ye | yeh | yess | yessir | yesh | yessum
    | yus | yis | yip | aye | aye aye | y | yaas | yasss | yeap | yiss | yezzir | yee | yeppers
    | yuppers | yepp | yes yes | yeah yeah | yesyes | yesyesyes | oh yes | si señor | absolutely
    | definitely | certainly | indeed | totally | surely | sure | for sure | fo sho | forsure
    | sure thing | sure is | sure does | sure do | indubitably | undoubtedly | unquestionably
    | for certain | of course | course | you bet | you bet cha | betcha | you betcha
    | by all means | naturally | obviously | clearly | uh , huh | mm , hmm
    | (that | it) would be [a] yes | mhm | mmhmm | mm hm | mhmm | mmhm | uhuh | uhhuh | yuh huh
    | affirmative | that is affirmative | roger that | copy that | 10 4 | ten four | bingo
    | right on | righto | rightio | exactly | precisely | agreed | i agree | agree | we agree
    | confirmed | confirm | i confirm | i can confirm | we confirm | hereby confirmed
    | i hereby confirm | approved | i approve | i approve it | deal | it is a deal
    | we have a deal | you have a deal | you have got a deal | you got a deal | done deal
    | granted | permission granted | you have my permission
    | you have my (approval | ok | okay | blessing | consent) | sold | a ok | spot on | bang on
    | dead on | 10/10 | 100% | lgtm | sgtm | wfm | say no more | without a doubt | without doubt
    | no doubt | no doubt about it | no objections | no objection
    | (no objection | no objections) (here | from me | from us | whatsoever | at all)
    | i have no (objection | objections) [to (that | it | this)] | positive | for real | true
    | very true | so true | correct | accurate | absolute | the answer is yes | my answer is yes
    | that is a [<very>] yes | that is a (definite | big | hard | firm) yes | it is a yes
    | that is a yes from me | it is a yes from me | a yes from me | yes from me
    | consider it a yes | the answer to that is (yes | affirmative)
    | my (answer | response | reply) [to (your question | that)] is (yes | affirmative)
    | i say yes | i said yes | i would say yes | i vote yes | answer is yes | abso lutely
    | abso fucking lutely | right you are | hundred percent | one hundred percent
    | a hundred percent | a thousand percent | signed | accepted | offer accepted | quote accepted
    | quote approved | i accept | we accept | accept | i do accept | i do agree | i fully agree
    | i totally agree | i (completely | wholeheartedly) agree
    | (i am | we are) [<very>] (game | in | on board | down | all in | all for (it | that) | up for
        (it | that | this) | down for (it | that | this) | for it | convinced)
    | all for it
    | count me in | count us in | we are in | we are on | you are on | it is on | yes let us
    | (thumbs up | two thumbs up | green light) [from (me | us)] | you have got the green light
    | you have the green light | you got the green light | aok
yes_after = <as_is> | (to | for | on) all [counts | of (it | them | that)] | indeed | definitely |
        absolutely | certainly | totally | exactly | precisely
    | for sure | of course | sir | yes | by all means | def | defo | deffo | 100% | surely | sure
ok = [oh | ah] (ok | k | kk | alright | all right | alrighty | alrighty then | very well | okey
        dokey | okie dokie | okey doke | ok dokey | oki doke | oki doki | okie doke | ok doke |
        okidoki | okok | ok ok | okeydokey | okiedokie | okily dokily | fine | cool beans | righty
        | fair enough | so be it | works | very good | done | right | ok cool | ok good | ok great
        | ok fine | ok perfect | good good | good deal | ok sure | very well) [then]
perfect = perfect | excellent | ideal | flawless | perfection | perfecto | perfectly | superb
    | (just | completely | really | very well) fine | exact | spot on | just right | bang on |
        perfect perfect | absolutely perfect
    | simply perfect | just perfect | completely correct | totally fine | perfectly fine
    | absolutely fine | pitch perfect | picture perfect | all correct | all right and correct
    | absolutely right | exactly right | quite right | absolutely correct | perfectly correct
    | completely right | totally correct | that right | entirely correct
praise = <lauded> (choice | pick | find | option | idea | plan | suggestion | timing)
    | (there (we | you) go | that is more like it | now we are talking) [now]
    | [that is] much better [now] | [<very>+] (ace | wicked | magic) |
    [<very>+] (smashing | great | good | awesome | cool | nice | wonderful | amazing |
        fantastic | lovely | brilliant | super | splendid | terrific | fabulous | marvelous |
        marvellous | beautiful | fab | brill | dope | delightful | outstanding | magnificent |
        stellar | yay | yippee | woohoo | hooray | love it | i love it | love that | love this | i
        love that | i love this | i like it | i like that | i like this | like it | we love it |
        we like it | all good | even better | much better | better | that
        is better | it is better | better now | great stuff | good stuff | great idea | good idea
        | good plan | great choice | nice one | good one | gorgeous | tremendous | phenomenal | so
        good | too good | all clear | happy with that | got it)
lauded = good | great | excellent | perfect | nice | lovely | wonderful | brilliant | amazing
    | fantastic | awesome | superb | fine
answer = <please> | [<very>] (that | this) one | [<very>] (those | these) | all of the above
    | (exactly | precisely | just | definitely) (that | this | it) | (that | this) (exactly |
        precisely) | [exactly | just] like that
    | (do not | would not | i would not) change (a thing | anything)
    | (it | that) is now | [i am | we are | all] [<very>] ready
    | (keep | leave) (it | that | this | everything) (<as_is> | that way | like (that | this))
    | (i | we) [really] (like | love | want | need) (that | this) one | (i | we) (want | need |
        would
        (like | love)) you to | i could do that | confirming
    | i think (we are (good | all set | ready) [to go] | <you> (got | have) (it | everything | that)
        [right | correct | all] | that should (work | do [it]))
    | i will go ahead | (charge | bill | invoice) me | i am [<very>] certain
    | no (changes | modifications | change) [needed | necessary | required | please | from me]
    | (nothing | no need) to change [anything | it] | nothing needs (changing | to be changed)
    | i do not mind
    | i (believe | know) (that | it | this) (is | to be) [<very>] (true | right | correct)
    | that is everything | everything is there | (i | we) would like [too | that too]
    | (i | we) [do] [really] (want | need | like | love) [it | that | this | them]
    | i think (so | that is (right | correct | it | perfect | great | good | fine) | it is (right
        | correct | perfect | great | good | fine | true) | this is (right | correct | perfect |
        great) | it looks (right | correct | great | good | perfect | fine) | that looks (right |
        correct | great | good | perfect | fine) | that works | that will work | everything is
        (right | correct | fine)) [for me | to me]
    | (it | that | this | they | everything | these | those) [<very>] (is | are | does | do | sure
        is | sure does | sure are | certainly is | surely is | indeed is | will | would | works |
        is indeed | is yes)
    | (i | we) [really | definitely | certainly | sure | absolutely | most certainly] (do | am |
        would | will | are)
    | you [sure | certainly | definitely | absolutely | surely] (can | may | do | did | are |
        should | could | will | would | have) | sure (is | are | does | did | do | can | would)
    | if you do not mind | <open>
    | would be (great | good | nice | lovely | perfect | wonderful | awesome | fine | helpful | fab)
    | that is it | that is the one | this is it | it is that | i would (love | like) to
    | i would love that | i would like that | i want to | i want that | that is what i meant
    | that is what i said | i am sure | i am positive | all of it | of course i (do | would | am)
    | of course it is
assent = [<no_more>] <finished_go> | <yes> | <perfect> | <verdict> | <wish> | <go> | <mine> |
        <ready> | please do
    | yes please do | do please | do that please
    | [now] [looks like | seems like | sounds like] <you> (got | have | have got) (it | that | this
        |
        everything | that all | it all | the (order | details | info)) [<very>] [right | correct]
    | [now] [<you>] (got | have | have got) (the | my) (right | correct) (order | one | thing |
        details
        | info | information)
    | <you> (got | get | have | have got | nailed | had) (it | that | this | everything | that
        all | it all | the order | my order | all of it | all that) [<very>] [right | correct |
        correctly | perfectly | down | down right | down correctly | spot on] [now | this time]
    | you [have | <very>] (understood | understand | heard | read | got) [me | it | that] (right |
        correctly | well | perfectly | correct) | (i | we) can (do | work with) (that | it | this)
        | you did (it | great | it right | well)
    | you are [<very>] (right | correct | spot on) [about that] | you have nailed it
    | you nailed it | you guessed it | you read my mind
    | [and] it is (complete | finished | settled | decided | agreed) | that settles it
    | it is settled | consider it (done | settled | confirmed | approved)
    | all (systems go | good to go) | thanks that is (right | correct | perfect) | ok by me
    | ok with me | ok for me | fine by me | fine with me | fine for me | good with me | good by me
    | good for me | good to me | great with me | cool with me | cool by me | works for (me | us)
    | suits (me | us) | alright with me | alright by me
# "No, that's all, please place it": the no is to more, and the order is asked for by name.
no_more = (no | nope | nah | no thanks | no thank you) ,
finished_go = (that is (all | it | everything) | that will be (all | it | everything)
        | nothing (else | more)) [thanks | thank you] , [so | then] [please] , (go ahead [and
        <doing>] |
        (place | submit | order | book | send | process | confirm | buy | complete | finalize) (it
        | them | <det> <process>) | order | book | proceed) [<for>] [<when>]
you = you | you have | ya | u | you all | you guys
very = all | just | so | really | very | absolutely | totally | perfectly | exactly | completely
    | definitely | indeed | pretty | quite | simply | certainly | truly | extremely | finally
    | entirely | surely | fully | super | sure | most certainly | definately | 100% | still
    | already | both right and | both | clearly | most definitely | precisely | all very | just so
    | also | now | actually very | fucking | freaking | damn | real | wholly | for sure
good = like <wanted> | like (my | the [right | correct]) (order | one) | like a [<very>] (great |
        good |
        fine | perfect | fair | excellent) (deal | offer | price | choice | plan | idea)
    | in place | (displayed | shown | listed | showing) (properly | correctly | right | accurately |
        perfectly)
    | <very> much (correct | right) | to (my | our) satisfaction | ready to (send | be sent | go)
    | (perfect | great | good) timing | good | great | perfect | fine | ok | okay | right | correct
        | accurate | true | excellent
    | wonderful | awesome | lovely | amazing | fantastic | super | cool | alright | all right
    | acceptable | ideal | brilliant | exact | spot on | just right | marvelous | marvellous
    | splendid | nice | beautiful | terrific | fab | fabulous | smashing | not a problem
    | no problem | no problem at all
    | (a | the) [<very>] (good | great | perfect | right | correct | fine | excellent | wonderful
        | lovely) (time | date | day | choice | option | price | one | fit | place | thing | deal
        | offer | order | selection)
    | (displayed | shown | listed | entered | written | noted | stated | captured) (correctly |
        right | accurately | perfectly)
    | (correctly | accurately) (displayed | shown | listed | entered | written | stated)
    | correct as (shown | displayed | is | listed) | as (shown | displayed | stated) | delightful
    | phenomenal | tremendous | incredible | top notch | first rate | gorgeous | proper | legit
    | solid | tip top | about right | exactly the same | the same | dandy | fine and dandy
    | right on | bang on | satisfactory | superb | agreeable | agreed | confirmed | appropriate
    | suitable | a ok | a good plan | a plan | a great plan | a deal | a good deal | a great deal
    | a great idea | a good idea | like a plan | like a good plan | like a great plan
    | like a great idea | like a good idea | like a deal | like a winner | like a good deal
    | like heaven | like a dream | in order | good to go | as it should be | as requested
    | as ordered | as i ordered | as i asked | as i wanted | well | very well | like it will work
    | like it works | like it would work | like that will work | as expected | on point
    | to my liking | sweet | ready to go | good and correct | correct and complete
    | right and good | affirmative | complete | up to par | swell | peachy | decent | reasonable
    | fair | a fair price | good enough | fine and good | (great | good | well) enough
    | exactly [<very>] that | the one | the right one | the right order | the correct one
    | the correct order | great and perfect | my order | the order | my correct order | mine
    | my choice | my selection | exactly it | all there | there | all here | a yes | a yes from me
    | delicious | yummy | tasty
as_is = as is | (as | the way) it is | (as | the way) (described | quoted | listed | shown |
        displayed |
        stated | written | offered | presented | ordered | requested | specified)
    | exactly as (is | it is | described | quoted | listed | shown | ordered | requested)
after = <as_is> | on screen | from (me | us | my side | our side | our end)
    | like a charm | down to the ground | by us | on the (screen | display) | there on the screen |
        on (your | the) screen | , too
    | , as well | this time | this time around | to me | for me | with me | by me | for us
    | with us | to us | from here | on my end | from my end | on my side | here | there | too
    | as well | also | now | indeed | then | in my book | if you ask me | on that | about that
    | with that | for everyone | for all of us | at this time | enough | so much | my end | yes
    | actually | overall | in general | my way
subject = everything (in | on) (my | the | this) (order | list | screen | display | quote | summary)
    | everything [that] you have (listed | written | sent | got | put)
    | what i see (on the (screen | display) | here | there)
    | what you have got [there | here | down] | [<the>] (whole | entire) thing
    | [<the>] <echo> | it | that | this | they | these | those | everything | all | it all
    | that all | this all | they all | all of (it | this | that | them | the above | those)
    | the (above | rest | lot) | that one | this one | all that
    | what you have [there | here | down | written] | what you [just] said
    | what you [just] (wrote | sent) | what i see | the whole thing | the way it is
    | everything here | everything on there | everything there | everything you said
    | everything (on | about) it | all the above | the above | whatever you have there
    | [all [of]] [<the>] [whole | entire | full | above | new | updated | final] (<thing> [details
        | information | info | summary])
    | [<the>] (order | information | info | everything | it) (on the (screen | display) |
        displayed | shown | here | above | listed | you have | you sent | you wrote)
    | what is (on the screen | on the display | displayed | shown | there | here | above)
    | what you have (said | written | sent)
    | that (time | date | day | price | place | slot | schedule | amount)
    | that (order | quote | offer | plan | deal | booking | reservation | option | arrangement)
the = the | my | your | our | this | that | these | those
thing = display | screen | order | orders | booking | bookings | reservation | reservations |
        appointment | purchase
    | quote | quotes | offer | deal | plan | details | detail | information | info | selection
    | selections | choice | choices | summary | option | arrangement | arrangements | proposal
    | estimate | transaction | suggestion | request | specifics | particulars | list | contents
is = (is | are | looks | look | sounds | sound) now | (will | should) (sound | look) | be | is |
        are | looks | look | sounds | sound | seems | seem | appears | appear | feels | feel
    | reads | works | work | tastes | will be | would be | should be
    | (looks | look | seems | seem | appears | appear | sounds) to be | (is | are) looking
    | (is | are) sounding | is going to be | looking | sounding | sure is | sure sounds
    | sure looks | sure does look | does look | does sound | does seem | looks like it is
    | seems like it is | sounds like it is | indeed is | also (is | sounds | looks | works)
    | all (looks | sounds | seems | is | are | works | appears to be)
    | still (is | looks | sounds | works) | would sound | certainly is | definitely is
    | definitely sounds
shows = looks | look | sounds | sound | seems | is | are | appears | feels | reads | works
    | (looks | seems | appears) to be | looking | sounding | sure is | sure sounds | sure looks
    | looks like it is | (all | still) (looks | sounds | is | works | seems)
does = shows (correctly | right | fine | up (fine | correctly | right)) | (will | does) [do] (it |
        the
        trick) | will (hit the spot | fit | suit) | would do [nicely] | should (do | work) [it |
        fine]
    | matches up | works | work | will work | would work | will do | would do | will suffice |
        should work
    | should do | does it | does work | can work | does the trick | will do nicely
    | will do just fine | will do fine | suits | would suit | fits | fit | would fit | works out
    | will also do | will also work | also works | all works | still works | goes
    | sounds like it will work | sounds like it works | looks like it will work | suffices
    | checks out | matches [what i (want | wanted | ordered) | my order] | hits the spot
    | makes sense
how = like a charm | well | great | fine | perfectly | perfect | good | nicely | wonderfully | just
        fine
    | very well | really well | best | the best | perfectly well | the bill | me | us | me fine
    | me well | me perfectly | me just fine | everyone | my needs | our needs | for me | for us
    | for everyone | ok | okay | beautifully | my schedule | awesome | amazingly | alright
verdict = [ok] now we are [all] (good | set) | (now | finally | ok now | and now) (<subject>
        [<very>+] <is> [<very>+] <good> | <subject>
        [<very>] (works | is it)) [<after>+]
    | (fits the bill | does the trick | hits the spot | fits | checks out) [<after>+]
    | [the | my] (screen | display) shows (it | everything | my order | the order | that) (right |
        correctly | accurately | perfectly)
    | it (has | contains | includes) everything [that] i (want | wanted | need | needed | ordered |
        asked for)
    | [just] confirming (it | that | this | yes | [<det>] <process> | everything)
    | [yes] <subject> [<very>+] <is> [<very>+] <good> [<after>+]
    | [yes] [<very>+] <shows> [<very>+] <good> [<after>+]
    | [<very>+] (correct | right | accurate) [to me | for me | with me | as well | too | indeed |
        yes] | <subject> [<very>+] <does> [<very>+] [<how> [<how>]] [<after>+]
    | (works | suits) [<very>+] <how> [<how>] [<after>+]
    | all (correct | right | fine | in order | perfect | accurate) [<after>+]
    | (all good | good | fine | ok | great) (from (me | us | here | my side | our side | my end |
        our end)
        | on (my | our) (end | side)) | all good (to me | with me | for me | to go | here)
    | <subject> [<very>] (is | looks like | sounds like | seems like) [<very>+] <wanted>
    | it is (fine | good | ok | great | perfect) (to | for you to) (<act> [<np>] | go ahead |
        proceed | do (so | it | that)) | [<very>] good to go | good to go (now | here)
    | ok to (go | proceed | <act>) | fine to (go | proceed)
    | <subject> (has | have | contains | includes) (everything | all of it | it all)
    | it all (adds up | checks out | works out)
    | everything (checks out | adds up | matches | is in order)
    | i (see | believe | can see | can confirm | confirm | agree) [that] <subject> [<very>] <is>
        [<very>+] <good>
    | i am [<very>+] (fine | good | ok | okay | happy | cool | satisfied | pleased | comfortable |
        content | in agreement | delighted | alright | down) with (it | that | this | everything |
        them | [the | your | my | our] <thing> | all of it | all that) [<after>]
    | we are [<very>+] (fine | good | ok | okay | happy | cool | satisfied | pleased | happy) with
        (it | that | this | everything | them | [the | your | my | our] <thing>)
    | (i | we) would be [<very>] (happy | fine | ok | good | pleased | delighted) with (it | that
        | this | everything)
    | i [do] [<very>] (agree | concur) [with (it | that | this | you | all of it | everything |
        the <thing>) | to (it | that | this | the <thing>)]
    | i have (verified | checked | reviewed | confirmed | double checked | read) (it | that |
        everything | the <thing> | it all | all of it)
    | i (verified | checked | reviewed | confirmed) (it | that | everything | the <thing>)
    | i (approve | have no problem with) [of] (it | that | this | everything | the <thing>)
    | i (have confirmed | confirm | approve | accept | authorize | authorise) (it | that | this |
        everything | the <thing> | my <thing> | your <thing> | it all | all of it)
    | no (issue | issues | problem | problems | objections | complaints) with (that | it | this)
    | <subject> (could not | can not) be (better | more perfect) | could not be better
    | that [<very>] (is it | is the one) (exactly | yes | right)
wanted = what (i (see [here | there | on the (screen | display)] | said | picked | chose | asked
        you for |
        was going for) | it says | you said)
    | <as_is> | the [right | correct | same] (order | thing | one) [that] i (want | wanted | placed
        | made
        | ordered | asked for | need | like)
    | (what | how | the one | the ones | the way | everything | all | as | like what | like
        how) [that] (i | we) [<very>] (want | wanted | need | needed | like | ordered | asked for
        | requested | would like | said | was looking for | am looking for | were looking for |
        had in mind | was after | have in mind | am after | like it | want it | wanted it | meant
        | prefer | was hoping for | was thinking | asked | would love) [it] [to (order | have |
        buy | book | do)] [now | yes | today]
    | just (as | what | like) (i | we) (want | wanted | need | needed | ordered | asked for |
        asked | requested | like it | like)
mine = [<very>+] (how | the way) (i | we) (want | wanted | like | liked | ordered | need | asked
        for) it
    | [<very>+] (what | as | just what | exactly what | exactly as | just as | precisely what |
        everything) (i | we) (want | wanted | need | needed | ordered | asked for | asked |
        requested | would like | was looking for | had in mind)
    | <as_is> | (it | that | this | these | those) (is | are) (my | our) <echo>
    | [<very>+] (my | the) (order | choice | selection) [<very>]
    | [it | that | this] is (my | our) [final] [correct | right | complete | full | entire | exact]
        (<thing>)

# -- yes, do it ----------------------------------------------------------------------------------

it = it | that | this | them | those | these | that one | this one | the one | it all | that all
    | all of it | all of them | all that | so | em | everything | all
process = order | orders | booking | bookings | reservation | reservations | appointment
    | purchase | quote | offer | deal | transaction | payment | delivery | request | arrangement
    | arrangements | transfer
det = the | my | our | this | that | these | those | your | said | all the
np = <it> | the (whole | entire) (thing | lot)
    | [<det>] [above | same | whole | entire | full] <process>
    | <pointed> <echo> [<process>]
    | [<det>] <process> [for | at | with | of | to | on] [the | my] <echo>
    | (it | that | this | them) [<for>] (for | at | to | on | from) [the | my] <echo>
pointed = that | this | these | those
for = for me | for us | for you | from you | through you | with you
act = play | rent | order | book | buy | purchase | reserve | get | grab | take | schedule | place
    | arrange | set up | complete | finalize | finalise | secure | process | confirm | accept
    | submit | make | proceed with | go with | go for | go through with | go ahead with
    | move forward with | pay for | have | lock in | put in | put through | do | execute
    | carry out | book in | sign off on | take care of | commit to | get going with | hire
    | select | choose | pick | wrap up | nail down | close the deal on
send = send | deliver | ship | bring | dispatch | send out | send over | send off | send through
    | ring up
when = asap | as soon as (possible | you can) | (when | whenever) you (can | are ready | like)
    | at your (earliest | own) convenience | <as_is> | now | right now | right away | immediately |
        at once | already | straight away | then | too
    | as well | please | right this minute | quickly
doing = (set | wrap | line | write | ring) <np> up [<for>] [<when>] | sort <np> [out] [<for>]
        [<when>]
    | put <np> (in | through) [<for>] [<when>] | (start | begin) [making | preparing | processing |
        working on | on] [<np>] [<when>] | send <np> (along | off | out | down | on [over | through]
        | on its way | my way)
    | get (started | going) [on <np> | with <np>] [<when>]
    | (charge | bill) (me | it | my card | the card | my account) [<for> it] [<when>]
    | (<act> | <send>) [me | us] <np> [up | through | in | over | going]
        [<for>] [please] [<when>]
    | (get | make) it (happen | so | official | done) [please] [<when>]
    | (get | have) (it | that | this) (ordered | booked | reserved | done | sent | delivered |
        scheduled | arranged | set up | going) [<for>] [<when>]
# Without an object, with "a", or with a thing of the quote it may as well be a new request or only
# a part of the old one: only next to a yes, or as an answer to a question.
open = [do] [please | kindly] <deed>
    | (i | we) [<very>+] [do] [<very>] (want | would like | would love | need | wish | am ready |
        am going | would want | am happy | choose | prefer) [you] [<very>] [to] [please] <deed>
    | (i | we) [<very>+] (want | would like | would love | need | will take | will have | will go
        with | will get | take) <thing_named> [<for>] [<when>] [<after>] | let us [<very>] <deed>
    | you [<very>] (can | may | could | should) [now | please | then] <deed>
    | (proceed | move forward | continue | go ahead) (to | and) <deed>
    | (proceed | continue | go ahead) with <thing_named>
    | [please] (try | give) (it | that | this | that one | again) [a (try | shot | go)] [for (me |
        us)]
deed = [go ahead [please] and] (<order> [<for>] [please] [<when>] [<after>] | (<act> | <send> |
        get | give | book | bring | find) [me | us] <thing_named> [through | in | up | out | over]
        [<for>] [<detail>+] [please] [<when>] [<after>])
thing_named = [the | my | our | your | that | this | these | those] <echo> [<process>]
    | (a | an | some | one of (the | these | those) | any) (<process> | <echo>) | <np>
detail = (at | to | on | for | from | in | with | there) [the | my | this | that] <echo> | there
    | here
order = send | submit | process | finalize | finalise | complete | start | begin | order | book |
        buy | purchase | reserve | schedule | check out | proceed | rent | play
go = [please] (send | ship) <np> (off | out | along | down | on [over | through] | on its way | my
        way)
        [<for>] [<when>] | [i say | i say we | i would say] (go ahead | go for it | do it | let us
        do it)
    | [please] (sort | set | put) <np> (out | up | in | through) [<for>] [<when>] | have at it
    | [please] sort (it | that | this) [<for>] [<when>] | do (send | order | book | reserve | buy |
        purchase | proceed | continue | confirm | so)
        [please]
    | [please | kindly | then | and | so | now | just] [do] [please] (go ahead [now] [please]
        [and] [please] [<doing>] | go right ahead [and <doing>] | go on [ahead] [and <doing>] | go
        ahead with (<np> | your <thing> | <echo>) [<for>] | go for it [then] | go for (that |
        this) [one] | go with (it | that | this) [one] | go with <echo> | go on | order away | send
        away | onwards | go go go | go |
        full speed ahead | full steam ahead | (proceed | continue | carry on | keep going | move
        forward | move ahead | move on | advance | crack on | fire away | push on) [ahead] [with
        (it | that | this | <np>)] [and <doing>] [<when>] | do (it | that | so | this) [all]
        [<for>] [<when>] | do your thing | do the (deed | thing) | get on with it | knock yourself
        out | feel free | feel free to (proceed | go ahead | <doing>) | be my guest | (order |
        book | buy | purchase | reserve | get | play | place | schedule | send | deliver | ship |
        take | arrange | confirm | submit | make | process | complete | finalize | finalise |
        secure | set up | accept | grab | put in | put through | lock in | pay for | bring | rent
        | do | have | hire | execute) [me | us] <np> [through | in | over] [please] [<when>] |
        (place | put) (it | that | this) in | put it through | put (it
        | them) on my card | put (it | that) on the card | charge (it | my card | the card |
        it to my card | my card [please] | the card on file | it to the card | my account) | use my
        card | run (it | the card | my card) | ring (it | me) up | wrap it
        up | write it up | pull the trigger [on (it | that | this)] | make it (so | happen |
        official | a go) | make (that | it) a (go | deal) | let it rip | let her rip | bring it on
        | bring it | hit me | hit it | ship it | send it | lay it on me | hook (me | us) up | sign
        (me | us) up | book (me | us) in | book (me | us) | put (me | us) down for it | put (me |
        us) down | fire away | hurry and (get it | <doing>) | rock on | rock and roll | roll with
        it | run with it | game on | get [<when>] (me | us) (it | that | this | one of those |
        those | them) | give (me | us) (it | that | this | that one | those | them) | have (it |
        that | this | them) (sent | delivered | ordered | booked | done | made | shipped))
        [<after>]
    | let us [<very>] (do | go for | go with | <act> | move forward with | run with | roll with |
        rock | stick with) <np> [<for>] [<when>] [<after>]
    | let us (go | go ahead | proceed | do business | go on | move forward | go for it | make it
        happen | make it so | get started | get going | get it done | get this done | get this
        going | roll | continue | carry on | rock | do this thing | get this party started | get
        on with it | get to it | get the ball rolling) [and <doing>] [<when>]
    | you [<very>] (may | can | could | should | have my permission to | are free to | are welcome
        to | are good to | may now | can now) [now] (proceed | go ahead | go ahead and <doing> |
        continue | carry on | <doing> | do (it | that | so)) [<for>] [<when>] | it is a go
    | we are a go | that is a go | all systems go | good to go | it is go time
    | (i | we) give you (permission | the go ahead | the green light | my ok | my okay | my
        approval | my blessing) [to proceed]
    | (you are (authorized | authorised | cleared | free) | you have (permission | my permission |
        clearance)) [to (proceed | go ahead | <doing>)] | you have (the go ahead | our approval |
        my go ahead) | it is a (go | yes) from (me | us)
    | go time
wish = (i am | we are) [<very>+] (happy | glad | ok | okay | fine | good | content | willing |
        prepared |
        delighted | pleased) (to | for you to | with you) (proceed | go ahead | continue | go ahead
        with
        (it | that | this | <np>) | proceed with (it | that | this | <np>) | <doing> | accept)
        [<after>]
    | [i | we] (can | do | hereby | also | fully | gladly | happily | am happy to) (confirm |
        approve |
        accept | authorize | authorise) [it | that | this | everything | <det> <process>] [<after>]
    | (i | we) (approve | confirm | accept | authorize | authorise) [it | that | this | everything |
        (this | your | the | my) (charge | payment | <process>)] [<after>]
    | (i | we) would be [<very>] (happy | glad | delighted | honored | honoured) [to [proceed | go
        ahead |
        do (so | it | that)]]
    | [yes] (i | we) [<very>+] [do] [<very>] (want | would like | would love | need | wish |
        would <very> like | would <very> love | would be happy | will go ahead and | will | am
        going to | would want |
        choose | intend | am happy | am ready | am good | wanna | am willing | am glad | am
        prepared) [you] [<very>] [to] [go ahead and | please] <doing> [<after>]
    | (i | we) [<very>] (want | would like | would love | need | will take | will have | will buy
        | will get | will order | will go with | will go for | am going with | take | choose |
        pick | will do | will accept | shall take | can do | am taking | wish for | could use |
        gladly accept | accept | happily accept | would take | am buying | will book | will
        purchase | will reserve) [to (have | get)] <np> [<for>] [please] [<when>] [<after>]
    | (i | we) (will take | will have | would like | want | would love | need) (it | that | this |
        them | <pointed> <echo>) (sent | delivered | ordered | booked | reserved | done | played |
        arranged | scheduled) [<for>] [<when>]
    | (i | we) [<very>] (want | would like | would love | need | wish) [you] to (proceed | go
        ahead | continue | go ahead with <np> | proceed with <np> | confirm | do so | go for it |
        do that | do this | do it | accept) [<for>] [<when>] [<after>]
    | (i | we) [<very>] (will take | accept | will accept | take) [you up on] (your | the | this |
        that) (offer | quote | advice | deal | suggestion | proposal | recommendation | price)
    | take my money | shut up and take my money | i would be (happy | glad | delighted) to
    | gladly | with pleasure | happily | more than happy to | i would (love to | be honored)
    | that is what (i | we) [<very>] (want | need | would like) [to <doing>]
    | i am happy to (proceed | go ahead | <doing>) | happy to (proceed | go ahead)
    | happy with (that | this | it | everything | the <thing>)
    | that would be [<very>+] (great | good | fine | perfect | awesome | lovely | wonderful | nice
        | amazing | excellent | fantastic | brilliant | ideal | ok | cool | super | much
        appreciated | appreciated | delightful | terrific | best | helpful | splendid | marvelous
        | acceptable) [<after>]
    | i would [<very>] (appreciate | love | like) (that | it | this) [very much | a lot | so much]
ready = (i | we) am [<very>+] ready [to (pay | go | proceed | confirm | check out | send | go
        ahead | do (it | this) | <doing>)] [<when>] | we are [<very>] ready [to (go | proceed)]
    | ready when you are | ready to (go | proceed | pay | roll | send [it] | order | book | buy)
        [<when>]
    | i am [<very>] good to go | we are good to go | (i | we) am good with that

# -- around it -----------------------------------------------------------------------------------

polite = (woo | whoop | whoop whoop | yay) | [oh] my (goodness | gosh) | <please> | <thanks> |
        <address> | <kind> | <closing> | oh | ah | ooh | aww | aw | wow
    | huzzah | yay | omg | oh my god | oh my | gosh
please = please | please please | kindly | if you please | if you would | pretty please
    | por favor
thanks = [many | big | huge | ok] (thanks | thank you | thanku | thankyou | thank u | cheers | ta
        | much appreciated | much obliged | appreciated | merci | gracias | danke | grazie | thank
        yo | thankyou | tyvm | tysm | tyia) [so | very | really] [so] [much | kindly | ever so
        much | a lot | a million | a ton | a bunch | loads | again | everyone | indeed | heaps |
        in advance | very much | lots | sincerely | all] [again | indeed] [for (your | the | all
        your | all the | all of your) [kind | great | quick | amazing | wonderful | excellent |
        prompt | fast | lovely | awesome] (help | service | assistance | patience | time | support
        | effort | efforts | reply | response | kindness | quote | info | information | work |
        hard work) | for (that | this | everything | helping | helping me | asking | [double]
        checking | confirming | doing this | doing that | being so kind | all you do | reaching
        out | letting me know | (the | your) (find | suggestion | recommendation | offer | tip |
        great price |
        good price | deal) | sorting (this | it | that) | arranging (this | it | that) |
        organising (this | it) | the quick reply)]
    | (i | we) [really | so | very much | truly | greatly] appreciate (it | that | this | you |
        your help | the help | your service | you all | all your help) [so much | very much | a
        lot] | [really | so | very | greatly] appreciate (it | that | you | your help)
    | appreciate (it | that | you) [so much] | (i | we) thank you | i am [so | very] grateful
    | so grateful | grateful | bless you | god bless | god bless you | thanking you | thx so much
greeting = hi | hello | hey | heya | hiya | howdy | yo | greetings | hi there | hello there
    | hey there | good (morning | afternoon | evening | day) | hey guys | hi guys | hi again
    | hello again | dear (sir | madam | all | team)
address = sir | ma'am | madam | mate | my man | my friend | friend | bro | bruh | dude | man
    | boss | buddy | pal | guys | girl | sis | love | hun | hon | honey | dear | darling | team
    | folks | everyone | my dear | my love | babe | my lady | chief | captain | fam | my guy
    | bruv | fella | guv | m8 | my good man | my good sir | good sir | ai | bot | siri | alexa |
        homie | brother | sister
    | luv | sweetie | sweetheart | y'all | miss | gents | ladies | lads | sport | champ | my dude
    | cutie | doll | <name> [<name>] | kind (sir | madam)
kind = [and] you are [all | guys] [<so>] (the best | awesome | amazing | great | a star | a legend
        | a lifesaver | a life saver | an angel | a genius | kind | a gem | wonderful | fantastic
        | lovely | brilliant | sweet | fabulous | a doll | incredible | a treasure | super | a
        rockstar | rockstars | the bomb | the man | helpful | a darling | a peach | a saint |
        stars | angels | a hero | heroes | excellent | terrific | good | so kind | too kind)
    | you rock | you guys rock | love you [guys | all] | love ya | love you lots
    | best service ever | what a service | great (service | job | work)
    | good (job | work | stuff | man) | well done | nice (work | job)
    | how (lovely | kind | nice | wonderful | sweet) [of you]
    | [that is] [<so>] (kind | sweet | nice) of you | that is (so | very) (kind | sweet)
    | keep up the good work
    | (i am | we are) [<so>] (excited | happy | pleased | glad | thrilled | delighted)
    | so excited | hooray | hurray | yippee | woohoo | woo hoo
    | (i | we) love (this service | you guys | it)
so = so | too | just so | really | very | truly | such | absolutely | just
closing = [kind | best | warm | kindest | warmest] (regards | wishes) [, <signed>]
    | (sincerely | yours | yours sincerely | yours truly | best | xoxo | xo | xx | xxx | x | xxxx
        | hugs | kisses | love from | all the best | many thanks | cheers) [, <signed>]
    | sent from my (<unknown> | phone | iphone | android | mobile | samsung | ipad) [<unknown>]
        [<unknown>] | sent from my samsung galaxy [smartphone] | get outlook for (ios | android)
    | (it is | this is) <name> [<name>] [here] | <name> here
signed = <name> | <unknown> | <name> <unknown> | <unknown> <unknown> | <name> <name>
beside = (i | we) (have | just | have just) [double | already] (checked | reviewed | verified |
        looked)
        [it | that | everything | at it | it over | over it]
    | [i] [just | double] [double] checked (it | that | everything) [over | through] | (just |
        double) checked
    | i (checked | reviewed | verified | looked) [it over | at it | over it]
    | understood | noted | i understand | got it
    | no [other | further] (concerns | questions | complaints | corrections | edits | issues |
        changes |
        modifications) [here | needed | from me | from us | on my end | with (it | that | this) |
        required | necessary | at all]
    | (i | we) have no [further | other] (questions | concerns | complaints)
    | no need for [any] changes | (do not | would not | i would not) change (a thing | anything)
    | nothing (else | more | further) [needed | required | to (add | change)]
    | nothing (needed | required | to (add | change) | needs to change)
    | (i am | we are) all set | all set [to go] | we are [all] good
    | (i | we) do not (need | want) anything (else | more | further)
    | that would be (all | everything) | can not complain
    | [with] no (changes | modifications | change) [needed | necessary | required | please]
    | (nothing | no need) to change [anything | it] | nothing needs (changing | to be changed)
    | no problem | no problem at all | no worries | no prob | no probs | np | not a problem
    | not a problem at all | no issue | no issues
    | [and] that is (all | it | everything) [for (now | today | me)] [i need] [thanks]
    | that will be (all | it | everything) [for (now | today | me)]
    | that is all [i (need | want | wanted | needed)] | nothing (else | more)
    | and nothing (else | more) | bye | bye bye | goodbye | good bye | see you | see ya
    | see you (soon | then | later) | talk soon | speak soon | take care | good night | goodnight
    | laters | ciao | cya | ttyl
    | have a (good | great | nice | lovely | wonderful | blessed | fantastic | super) (day | one |
        evening | night | weekend | week | afternoon | morning)
    | enjoy your (day | evening | weekend) | you too | same to you | [i] can not wait
    | looking forward [to it | to seeing (it | them | you)]
    | i am [so | really] looking forward to it | so looking forward to it | lol | haha | hahaha
    | hehe | ha ha | heh | i am [<very>+] (sure | certain | positive | happy) | why not
    | i (think | guess) [that is] all | for now | you can do that for me | go on then
pause = well | actually | let us see
    | let me (see | look | check | think | take a look | have a look | double check | read it |
        look it over | check it | review it | look at it | take a quick look | have a quick look)
    | (one | just a | just one | one quick) (sec | second | moment | minute)
    | give me (a | one) (sec | second | moment | minute) | hold on | hang on | wait
    | wait a (sec | second | minute | moment) | looking | checking | uh | um | hmm | hm | er | erm
    | umm | uhh
joining = and | then | so | & | plus
naming = [to | for | on | with | re | regarding] [the | my] [quote | order | offer | number | no |
        nr | option | quotation | deal] [number | no | nr] [#] <number>
repeating = [for | at | on | to | from | the | my | in | with | by | that is | it is | and] [the |
        my] <echo> | for (me | us)
    | <echo> [please | (is | are | sounds | looks | works | would be | will be) [<very>] <good>
        [<after>]]

# -- no ------------------------------------------------------------------------------------------

decline = [<lead>+] <no> [<no_after>+]
lead = ok | okay | oh | ah | well | um | uh | hmm | sorry | actually | yeah | alright | so | ,
    | i am | ugh | please | eh | and | but | unfortunately | i am sorry | my apologies | apologies
    | fine
no = no | do not think so | not happening | not not [right] now | nope | nah | naw | noo | nay
    | nop | no no | no no no | no way | no way jose | not now | not today | not really
    | not right now | not at this (time | moment | point) | not at the moment | not just yet
    | not yet | not this time | not for now | not any more | not anymore | not for me | not for us
    | not at all | not a chance | no chance | not interested | no interest | no thanks
    | no thank you | no ty | never | never ever | negative | absolutely not | definitely not
    | certainly not | most certainly not | of course not | hell no | heck no | fuck no | no please
    | please no | i think not | i do not think so | i would think not | most definitely not
    | most certainly and definitely not
    | maybe (later | another time | next time | some other time | tomorrow)
    | perhaps (later | another time | next time | a next time) | another time | some other time
    | next time | later | nevermind | never mind [it | that | then] | nvm
    | forget (it | that | about it) | forget it then | skip (it | that | this) | skip adding it
    | pass | i will pass | i pass | we will pass | hard pass | i will skip [it | this | that]
    | leave it | drop it | scrap (it | that) | do not bother
    | let us not [do that | do it | bother] | let it be | lets leave it | leave it for now
    | let us skip (it | that | this) | no need [for (it | that | this)] | there is no need
    | not needed | not necessary | that is not (necessary | needed | required)
    | it is not (necessary | needed | required | for me) | that will not be necessary | i decline
    | we decline | decline | declined | i refuse | refused | rejected | reject | thumbs down
    | i disagree | disagree | i do not agree | no deal
    | [please] do not [please] (do (it | that | this | so) | <act> <np> | <send> <np> | bother |
        proceed | go ahead | continue | buy | order | book | add <np> | charge (me | it | my card)
        | play <np>) [yet | now | right now | today | for now]
    | do not want [it | that | this | to]
    | (i | we) do not [really | even] (want | need | like | wish | care for | require) [to]
        [(<act> | <send> | add | visit | play)] [<np> | (a | an | any) (<process> | <echo>) | any
        | anything | one | either of those | either | any of (them | those | it) | <det>
        <process>] [now | right now | today | any more | anymore | yet | just yet | for now | at
        this time | at the moment]
    | (i | we) (would rather not | would prefer not [to] | prefer not [to] | rather not)
    | rather not
    | (i | we) (will not | shall not | am not going to | am not ready to | are not ready to | am
        not in need of | am not interested | do not intend to) [<act> ing] [<doing>] [now | yet |
        just yet | right now | today]
    | (i | we) am not (interested | ready | sure about it | looking to buy) [in (it | that |
        this)] [now | yet]
    | (i am | we are | i'm) (good | fine | ok | okay | all set | done with that) (for now | right
        now | today | as is | without (it | that)) | for now (it is | i am) (fine | good | ok)
    | it is fine for now
    | (that is | it is) a [hard | big | firm | definite] no [from me | for me] | hard no
    | it is a no | that is a no | the answer is no | i said no | my answer is no | i say no
    | [it is | that is | it | that | this is | is] [a bit | way | far | much | just | still] too
        (expensive | much | pricey | dear | late | early | long) [for me]
    | (that | it) (will not work | does not work | is not going to work | is no good | is not good
        | is not ok | is not okay | is not right | is not correct | is wrong | is incorrect | is
        not what i want | is not what i (wanted | ordered | asked for) | doesn't suit me) [for me]
    | not that | not this | not that one | not what i (want | wanted)
    | (wrong | incorrect | not correct | not right | not ok) | do not
    | (i | we) [have] (found another | found it elsewhere | bought it elsewhere | already (bought
        | got) it) | i am out | count me out | too rich for my blood
    | i can not afford (it | that)
no_after = , | thanks | thank you | thank you very much | thanks a lot | thank you so much
    | thanks though | thanks anyway | thank you anyway | thank you though | no | sorry | please
    | not now | i am (good | fine | ok | okay | all set | alright) [for now | right now | thanks]
    | that is (ok | okay | alright | all right | fine | all | not necessary) [for now | though]
    | it is (ok | okay | alright | fine) | that will be all [for now | for today] | is ok
    | for now | right now | now | yet | today | at the moment | bye | goodbye | good bye
    | maybe later | maybe another time | maybe next time | later | not yet | not today
    | another time | some other time | <no> | we are good
    | have a (nice | good | great) (day | one | evening) | jose | at all | i appreciate it
    | cheers | mate | appreciate it | <name> | that is all i need [for today | today | now]
    | from me | sir | anymore
done = [ok | oh] (no | nope | nah | ok) [,] [thanks | thank you] [,] <finished> | <finished>
finished = (that is (all | everything) | that will be (all | it) | nothing else | nothing more | i
        am done | that is all i (need | want) | nothing for now | i have everything) [for (now |
        today)] [thanks | thank you | ok]

# -- the other intents ---------------------------------------------------------------------------

undo = (undo | undo please | cancel that) | undo [it | that | my order | the order | order]
    | <undo_within>
    | (cancel | abort | revoke | stop | drop | scrap | take back | withdraw) (it | that | this |
        please | all | everything | now | that request | action)
    | cancel (my | the | that | this) _ | please cancel [it | that | this | now | <np>]
undo_within = undo (it | that | this | my | the)
    | (cancel | withdraw | revoke | call off | stop | abort | scrap) [out] [of] [(my | the | that
        | this | our | all my)] [last | whole | entire | current | existing] (order | booking |
        reservation | purchase | appointment | delivery | subscription | request | transaction |
        payment) | (cancel | undo) (it | that | this) [please]
    | [i | we] [have] changed (my | our) mind
    | [i] (do not | no longer) want (it | my order | the order) (anymore | any more | after all)
    | i (want | would like | need | wish) [you] to cancel | take (it | that) back
    | (please | can you | could you) cancel
    | [i] did not mean to (order | accept | say yes | buy | confirm)
    | ordered by (mistake | accident) | by (mistake | accident)
stop = [i said] stop+ [already] | unsub me
    | how (do | can) i (unsubscribe | opt out | stop (this | these)) | i am opting out
    | i want out | wrong (number | person) [,] stop
    | stop sending [me | us] [these | this | stuff | things] | end all (messages | texts)
    | cancel [the | these | your] (texts | messages) | no texts | no messages | stop | stop all
    | stopall | stop stop | unsubscribe | unsub | end | quit | cancel | revoke | optout | opt out
    | opt me out | remove | remove me | stopp | stop it now | td | arret | please stop
    | stop please | stop now | stop it | stop sms | stop text | stop texts | stop messages
    | unsubscribe please | please unsubscribe | end all | no more | stop this | just stop
    | delete me | block | unsubscribe all | stop all messages | go away | leave me alone
    | piss off | fuck off | get lost | spam
# "Don't stop texting me" asks for the opposite.
keep_within = (do not | never | not | will not | without) [ever | please | you] <stop_texting>
request_within = (please | just | you | to | and | kindly | can you | could you) (confirm | verify)
    | (confirm | verify) (that | if | whether | it | this | everything | the | your | these | my)
    | make sure | (check | review) (the | your | that | if | it | this | on) | double check
    | let me know if (that | this | it | everything | you)
wrong_within = wrong (number | person)
stop_texting = stop [all] [with] [the | these | those | this | your | any | sending | to send] [me
        | us]
        [the | these | those | this | your | any | all | more] [damn | fucking | stupid | annoying
        | spam | marketing | promotional] (texting | messaging | texts | text | messages | message
        | messaging | sms | smses | msgs | contacting | contact | calling | bothering | harassing
        | spamming | emailing | writing | notifications | notifying | pestering | annoying | spam
        | alerts | bugging)
stop_within = (remove | delete | erase) (my | our | this) [phone | mobile | cell | contact]
        (number | details | contact | info | data) | unsubscribe (me | us | from | this | my)
    | (please | pls) (unsubscribe | remove me | stop) (from | all | texting | messaging | sending
        | contacting)
    | (want | like | wish | need) to (unsubscribe | opt out | be (removed | unsubscribed | taken
        off))
    | <stop_texting>
    | (do not | never | quit | cease | no longer) [you] [ever | please | dare] (text | message |
        contact | texting | messaging | contacting | write | write to | bother | spam | send) (me
        | us | this number | my number | any more (texts | messages))
    | (do not | no longer) (want | wish | need) [to] [get | receive | any | have | be] [getting |
        receiving | any | more | these | your | further | sent] [of your | more | your | these]
        (texts | text messages | messages | sms | notifications | alerts | contacted | texted |
        messaged | spam | emails)
    | (no | not any) (more | further) (texts | text messages | messages | sms | notifications |
        spam | alerts | contact | marketing | ads | promos | promotions)
    | (remove | take | delete | drop | strike) (me | us | my number | my phone number | this
        number) (from | off) | (opt | opting) (me out | out of | out please | us out) | opt me out
    | [just | please] (leave | let) me (alone | be | in peace) | lose my number
    | delete my (number | data | phone number) | (get | take) me off (your | this | the)
    | you have the wrong (number | person) stop | (revoke | withdraw) my consent
    | i (withdraw | revoke) [my] consent | do not (text | message | contact) | cease and desist
    | off (your | the | this) [mailing | marketing | text | texting] list
    | sick of (these | your) (texts | messages)
start = start | unstop | resubscribe | subscribe | subscribe me | start again | opt in | optin
    | opt me in | sign me (back | up again) [up] | resume
    | [please] (start | resume) (texting | messaging | sending) [me] [messages | again]
    | you can (text | message) me again | text me again | resubscribe me | continue messages
    | start messages | unblock
help = help | info | help me | help please | please help | i need help | need help
    | i need some help | can you help [me] | can i get (help | some help) | information
    | how does (this | it) work | how do (i | you) (order | use this)
    | what (is this | can you do | do you do | can i do | can i ask [you] | are my options)
    | who (is this | are you) | commands | options | what are the commands | assist me | support
    | assistance | some help | help out | sos | how to order | instructions
    | how (can | do) i use (this | you) | what can you help [me] with | what can i text
    | help help | guide me
menu = menu
    | [the] (menu | catalogue | catalog | price list | prices | pricelist | list | full menu |
        products)
    | (show | send | give | text) (me | us) [the | your | a | today's] (menu | catalogue | catalog
        | price list | prices | list | options)
    | what (do you (have | sell | offer | got) | have you got | is on the menu | is available)
    | [can | could | may] [i | we] (see | have | get) [the | your | a] (menu | catalogue | catalog
        | price list | prices) | [i] (want | would like) to see the menu | what is on offer
    | view menu | see menu | open menu | what (can i | could i) (order | buy)
status = status | order status | tracking | track | update | eta
    | track [my | the] (order | package | parcel | delivery) | any (news | update | updates)
    | where is it | when will it (arrive | come | be here | get here) | is it here yet
    | has it (shipped | arrived | been sent | been delivered) [yet]
    | is it (on its way | coming | ready) [yet] | delivery status | status update
    | <status_within> | status please | status of my order | what is the status
    | how is my order [doing | coming along]
status_within = where (is | are) [the] [my | our] [the] (order | delivery | package | parcel |
        flowers | stuff | food | driver | courier | things | items | order number)
    | [what is] [the] status (of | on | for) [my | the | our | an | that | this] [last | online]
        (order | delivery | package | parcel | purchase | booking)
    | (track | locate | trace | find) [down] [my | the | our | an] (order | delivery | package |
        parcel | shipment | orders)
    | (has | is | was | did | will) (my | the | our) [online | delivery | replacement] (order |
        delivery | package | parcel | shipment) [already] (arrived | shipped | come | coming |
        here | delivered | been (delivered | shipped | sent) | on (the | its) way | out | ready |
        arrive | ship | get here | be delivered | left | late)
    | when (will | is | does | can) [i expect] [my | the | our] (order | delivery | package |
        parcel | shipment | flowers | things) (arrive | come | be here | get here | be delivered |
        coming | arriving | be ready | ready | ship | to arrive | be there | due | get delivered)
    | (any | are there any | is there any) (news | update | updates) (on | about | of | regarding)
        [my | the] (order | delivery | package) | (status | update) (update | on my order)
    | delivery tracking | tracking (number | info | information)
    | check [on] [my | the] [status of] [my | the] (order status | order | delivery | delivery
        status) | order status
usual = [i will have | i would like | i want | give me | can i (get | have) | could i (get | have)
        | send me | my | get me | order me | just | can you (send | do) | may i have | i will take
        | let us do] [the | my] (usual | usual order | usual one | usual please | regular |
        regular order) | (the | my) usual
    | [the | my] same [order] (again | as (last time | before | always | usual | the last time |
        last week | last month)) [please] | same [thing | order] again | same again
    | same as (last time | before | always | usual | last week)
    | (repeat | redo) (my | the) [last | previous | usual] order
    | (reorder | re order | order again) [my | the | that | it] [last | previous | usual] [order]
    | (again | another round) please | one more time please | the same | the same please
    | same thing | same thing as last time | same order | what i always (get | have | order)
    | what i had last time | the same thing
card = card | my card | change card | new card | update card | update my card | change my card
    | change payment | payment method | <card_within>
card_within = (change | update | replace | add | edit | switch | remove | use | put in) [to] (my |
        the | a | another | a new | a different | new | our) [new | other | credit | debit |
        different | existing | saved] [credit | debit | bank | payment] (card | cards | payment
        method | payment details | payment | card details | card number | card on file | billing |
        card info) | (new | different | another | other) (credit | debit | bank) card
    | my [credit | debit | bank] card [was | has been | is | got | has] [been] (declined | expired
        | stolen | lost | blocked | cancelled | canceled | not working | changed | replaced |
        rejected) | [i] [have] (got | have) a new card
    | pay with (another | a different | a new | my other) card
    | what card [do you have | is on file] | which card
receipt = receipt | invoice | bill | the receipt | my receipt | receipts | the bill
    | <receipt_within> | receipt please | invoice please | bill please
receipt_within = (send | text | email | give | get | need | want | have | resend | forward | see)
        [me | us] [to have] [to see] [a | the | my | an | another] [copy of] [the | my] [vat |
        tax] (receipt | invoice) | [copy of] (my | the) (receipt | invoice)
    | (vat | tax) (receipt | invoice) | receipt for
stranger = [so | oh | hi | hello | no] , [sorry | i am sorry] , [but] <not_them> , [sorry | mate
        | buddy | sir]
not_them = [i (think | believe | am afraid)] (you | you have | you have got | you got | you are
        texting | you texted | you have texted | you are messaging | you reached | you have
        reached | this is | it is | that is) [the | a] wrong (number | person) | wrong (number |
        person) | (this | it) is not me | (i am | this is | it is | we are) not <name> [anymore
        | any more] | (this | it) is (not | no longer) (her | his | their) (number | phone)
        [anymore | any more] | i do not know (any | anyone called | anybody called | anyone
        named | a | an) <name>
human = human | agent | operator | representative | rep | person | real person | a person
    | a human | someone | staff | manager | customer service | customer support | live agent
    | live person | call me | ring me | phone me | please call | please call me | call me please
    | speak to someone | talk to someone | <human_within> | human please | person please
    | operator please | agent please | a real person | live chat
human_within = (talk | speak | chat | connected | connect | transfer | transferred | put | get |
        message | deal | pass | write | reach | contact | transfer) [me] [back] [to | with |
        through | through to | over to | on to | onto] [a | an | the | your | some | any] [real |
        live | actual | human | proper] (human | person | agent | operator | representative | rep
        | someone | somebody | human being | manager | staff | supervisor | member of staff |
        owner | customer service | customer support | advisor | employee | colleague | people |
        support)
    | (need | want) [to get] (a | an) [real | live | actual] (human | person | agent | operator |
        representative | someone | manager)
    | (real | live | actual) (human | person | agent | people | operator)
    | (can | could | would | will) (someone | somebody | you | a person | you please | anybody |
        anyone) [please] (call | ring | phone) (me | back | us)
    | (give | gimme) me a (call | ring | buzz) | call me (back | please | asap | now | when)
    | (are you | is this | am i (talking | speaking | chatting) (to | with)) (a | an) [real |
        actual] (bot | robot | machine | computer | human | person | real person | ai | automated)
    | (hate | no more | not a | enough of this | stupid | stop the | without a) (bot | bots |
        robot | robots) | not a (robot | machine) | human being
    | customer (service | support | care) | talk to you on the phone
autoreply_within = i am (driving | currently driving | busy driving)
    | (driving | sleep | do not disturb | personal | work | reduce interruptions) focus [is |
        turned on | on] | driving with
    | [i] (can not | am unable to | cannot) (talk | answer | take your call | reply | respond |
        text | pick up | come to the phone) [right] (now | at the moment | while driving)
    | i will (get back to you | see your message when | reply | respond | call you back | text you
        back | return your) [as soon as | later | when | once | soon | asap | shortly] _
    | (out of [the] office | away from my (desk | phone | email))
    | [i am] currently (away | unavailable | out of the office | not available | in a meeting | on
        leave | on holiday)
    | i am [currently] (on (vacation | holiday | annual leave | leave | maternity leave | parental
        leave))
    | i am [currently] (not available | unavailable | not receiving notifications | in a meeting)
    | (automatic | automated | auto) (reply | response | message | generated) | autoreply
    | auto (reply | response) | not receiving notifications
    | this (number | mailbox | inbox | line) (is | can) not [be] [currently] (monitored | able |
        receive)
    | [this] (mailbox | inbox | number) is (unmonitored | not monitored | no longer in (use |
        service))
    | thank you for (contacting | your message | reaching out to | messaging | your email |
        getting in touch) [with] _ | thanks for (contacting | your message | messaging) [us | _]
    | we (have received | will (respond | reply | get back to you)) [your message]
    | (our | business) (office | opening | business) hours are | do not reply to this | no reply
    | i have (do not disturb | dnd)
    | message (could not | was not | not) (be delivered | delivered) | sent automatically
    | urgently reply urgent | notifications silenced
never_within = (thanks | thank you) (indeed | truly | really)
    | (thanks | thank you | cheers | regards | hi | hello | hey | dear | love | merci | danke |
        gracias | best) [,] (dale | jo | jop | deal) | (yeah | yea | ya | sure) right | as if
    | sure jan | oh sure | sure (buddy | pal | whatever) | whatever | do i have (to | a choice)
    | yeah yeah yeah yeah | yeah yeah whatever | if i must | if i have to | i suppose so
    | good luck | big deal | thanks for nothing | fine then whatever
    | fine whatever | ok boomer | real nice | (yes | yeah | ok) and (no | yes) | so so
    | i do not care | make me | over my
    | (this | that | these | those) [one | ones] (too | as well | also)
    | (this | that) one and (this | that) | and (this | that) (one | too)
    | (both | all) of (them | these | those)
other_question_within = (do | did | would | don't) you (want | like | wish | need | have | care)
        to (see | know | hear | talk | speak | stop | skip | wait | view | find out)
    | anything else | something else | any other | anyone else
    | anything (more | further | to (add | change)) | what else | else (i | we | you) | some other
    | other (question | questions | request | requests | help | way)
    | more (help | questions | assistance) | further (assistance | help | questions)
    | (want | like | wish | need | have | care) [us | me] to (change | modify | edit | adjust |
        cancel | alter | remove | add | swap | replace | stop | skip | wait | decline)
    | (shall | should | can | do) (i | we) (change | cancel | remove | stop | swap | replace)
    | any (changes | questions | preference | preferences | allergies | requests | modifications)
    | (do | did) you mean | still (there | interested) | (did | do) you (get | receive | see)
    | how (was | did | is | are | do you (like | feel)) | (happy | satisfied | pleased) with
    | did (it | they | everything | your order) arrive | is this still | do you prefer
    | (are | is) (you | there) (someone | anyone | somebody) | more time | a bit more
    | are you (sure | ok) | is (this | that) a (new | different) | were you | was that
    | still want to cancel | never mind
offer_within = reply ok | reply with ok | text ok | answer ok
    | ok to (order | confirm | accept | book | place)
    | shall (i | we) (order | book | place | send | reserve | go ahead | buy | confirm | proceed |
        arrange | get | do)
    | (should | may | can) (i | we) (place | book | order | go ahead | proceed | reserve | buy |
        send it)
    | (want | like) (me | us) to (place | book | order | go ahead | proceed | reserve | buy | send
        it) | ready to order | place (order | the order | your order)
    | is that (ok | okay | correct | right | alright)
    | does that (work | sound good | look right | suit you) | confirm (your | the) order
    | sound good
suggestion_within = how about | what about | what do you think
    | how does (that | this) (sound | look) | how would you (like | feel about | consider)
"""

SPELLINGS = """
okay okey okie oki okk oke okeh okei okai okayy okays oky = ok
pls plz plse pleas pleaase plez plx plis please pleese pleez plss plzz pleasee pelase = please
thx thks thanx tanks tnx tks thnx thankss thanx thnks thxs thnk thaks thans = thanks
ty = thank you
thankyou thanku thankyu thankyouu = thank you
tyvm tysm = thank you very much
u ya'll = you
yall y'all = you all
ur = your
r = are
its it's = it is
thats that's thts dats = that is
theyre they're = they are
everything's = everything is
all's = all is
everythin everthing evrything = everything
im i'm = i am
ive i've = i have
that'd thatd = that would
that'll thatll = that will
it'd itd = it would
it'll itll = it will
they'll theyll = they will
there'd = there would
we'll = we will
id i'd = i would
ill i'll = i will
youre you're = you are
youve you've = you have
youll you'll = you will
youd = you would
weve = we have
heres = here is
theres = there is
whats = what is
wheres = where is
whos = who is
hows = how is
whens = when is
lets let's = let us
dont don't dnt = do not
doesnt doesn't = does not
didnt didn't = did not
cant can't cannot = can not
wont won't = will not
isnt isn't = is not
arent = are not
wasnt = was not
couldnt = could not
wouldnt = would not
shouldnt = should not
havent = have not
hasnt = has not
gimme = give me
gonna = going to
wanna = want to
gotta = have got to
lemme = let me
def defo deffo defs definately definitly defenitely definetly defently = definitely
defenitly definitley = definitely
abs absolutly absolutley absolutely abso absolutelly = absolutely
obvs obv = obviously
prefect perfct perf perfeect prfect pefect = perfect
gud = good
rite rigth = right
corect corrects korrect currect = correct
cofirm comfirm confrim = confirm
soudns sonds souds = sounds
goahead = go ahead
asap = asap
nvm nevermind nvrmind = never mind
np = no problem
suer shure = sure
mam maam = ma'am
ofc ofcourse offcourse = of course
alrite aight aiight ight alrght allright = alright
luv = love
tho = though
cuz coz bc becuz = because
rn = right now
atm = at the moment
abt = about
msg = message
msgs = messages
txt = text
txts = texts
yeahh yeahhh yeh yeaah = yeah
unsubscribed unsubcribe unsuscribe unsubscibe = unsubscribe
recieve = receive
reciept recipt = receipt
"""

HINGES = """
but if unless however although though instead except rather until when where what how which who
why not no never without only just maybe perhaps probably possibly might could can't wait actually
also add another more less extra plus change make different other else besides later or think
sure? otherwise provided assuming depends because hold
"""

BINDING = """
before after until till by without no not except from under over up less more than around about
between within other another different extra only half double per each either neither nor non
"""

ARTICLES = """
the a an my your our this that these those
"""
LISTING = "and & + plus with"
CHOOSING = "or"
DATES = """
today tomorrow tonight monday tuesday wednesday thursday friday saturday sunday morning afternoon
evening noon midnight weekend week january february march april may june july august september
october november december
"""
ASKING = "what when where which who whom whose how why"

ORDINARY = """
a about above across add added adding address after afternoon again ago all almost along also
always am an and animal another any anything apart april are around arrive ask asked at august
away baby back bad bag bank be because bed been beer before began behind being below best better
between big bit black blue board boat body book booked both bottle box boy bread break bring
brought brown building bus but buy by cake call called came can candle car card care carry case
cash cat change cheap cheaper chair check cheese child children chips chocolate choose city class
clean clear clock close closed clothes coffee cold color colour come coming cook cost costs could
country course cream cup cut daisy dark date daughter day days dead december decaf did different
dinner do doctor dog dollar dollars done door double down dozen dress drink drive drop dry during
each early east easy eat eggs eight eighteen eighty either eleven else email end enough entire
even evening ever every everyone expensive extra eye face fact family far fast father favorite
february feel feet few fifteen fifty find fire first fish five flat flight floor flower flowers
fly food foot for forget forgot form forty found four fourteen free fresh friday friend from front
fruit full fun game garden gave get gift girl give glass go goes gold gone good got gray green
grey ground grow guess had hair half hand happen happy hard has have he head hear heard heart
heavy held hello help her here high him his hold holiday home hope hot hour hours house how
hundred hurry husband ice idea if important in inside instead into is island it january job juice
july june just keep key kids kind kitchen know lady lamp land large last late later lead learn
least leave left less let letter light like lilies lily line list listen little live long look
lost lot love low lunch made mail make man many map march may maybe me meal mean meat medium meet
men middle might milk million mind mine minute minutes miss monday money month months moon more
morning most mother move much mum mom music must my name near need never new news next nice night
nine nineteen ninety no noon north not note nothing november now number october of off office
often old on once one only open or orange orchid order other our out outside over own page paint
pair paper park part party pass past pay pen people peony perhaps person phone picture piece pink
place places plan plane plant plants plate play please point pool poor post pounds present price
prices prize probably problem pull purple push put question quick quiet quite rain ran read ready
real really red remember rent rest return rice ribbon ride right ring river road room rose roses
round run sad said salad salt same sand sandwich saturday saw say school sea seat second see seems
sell send sent september set seven seventeen seventy shape she ship shoe shop short should show
side sign silver since single sister sit six sixteen sixty size skin sleep slice slow small
smaller snow so soap soft some someone something son song soon sorry sort sound soup south space
speak spring square stairs stand star start station stay step still stone stop store story street
strong sugar summer sun sunday sure sweet table take taken tall taste taxi tea teach tell ten test
than that the their them then there these they thing things think third thirteen thirty this those
though thought thousand three through thursday ticket tickets time times to today together told
tomorrow tonight too took top toward town train travel tree trip truck true try tuesday tulip
tulips turn twelve twenty twice two under until up upon us use used usual vanilla vase very visit
voice wait walk wall want warm was wash watch water way we wear weather wednesday week weeks
weight well went were west what wheel when where which while white who whole whose why wide wife
will wind window wine winter wish with without woman wonder wood word words work world would wrap
write wrong year years yellow yes yesterday yet you young your zero pleased placed prefer perfume
prefers prepare rounds pounds bounds hounds treat wreath breath founds peace palace lease release
plaza praise police sooner thinks flank ranks collect connect correctly corner conform confide
confused contract confirms excellence expect except reserved deserve preserve serve reverse
ordered older border orders orderly bored ordering exact exacting extract extra absolute affirm
approve approved improved approach approx reprove accept accent access except aspect expected
course coarse source force cause curse purse nurse worse horse
"""

NAMES = """
aaron abigail adam adrian aisha alan albert alex alexa alexander alexandra alice alison amanda amy
andrea andrew andy angela anita ann anna anne annie anthony antonio arthur ashley barbara becky
ben benjamin beth betty bill billy bob bobby brad brandon brenda brian bruce bryan caitlin cameron
carl carlos carol caroline catherine cathy charles charlie charlotte chloe chris christian
christina christine christopher cindy claire clara colin connor craig cynthia dan daniel danielle
danny dave david dawn debbie deborah denise dennis derek diana diane donald donna doris dorothy
doug douglas dylan ed eddie edward eileen elaine eleanor elena elizabeth ella ellen emily emma
eric erica erin ethan eva evan evelyn fiona frances francis frank fred gabriel gary gavin geoff
george gerald gina gordon graham greg gregory hannah harriet harry harvey heather helen henry
howard hugh ian ingrid isaac isabel isabella jack jackie jacob jake james jamie jane janet janice
jason jay jean jeff jeffrey jen jennifer jenny jeremy jerry jess jesse jessica jill jim jimmy joan
joanna joe joel john johnny jon jonathan jordan jose joseph josh joshua joyce juan judith judy
julia julian julie justin karen kate katherine kathleen kathy katie keith kelly ken kenneth kevin
kim kimberly kirsten kyle larry laura lauren laurie leah lee leo leon leslie lewis liam linda lisa
liz logan lois lorraine louis louise lucas lucy luke lynn maggie marcus margaret maria marie
marilyn mario marion martha martin mary matt matthew maureen megan mel melanie melissa michael
michelle miguel mike mohammed molly monica morgan nancy naomi natalie natasha nathan neil nicholas
nick nicole nigel nina noah nora norman oliver olivia oscar owen pam pamela patricia patrick paul
paula pauline pedro peggy penny pete peter phil philip phillip phoebe priya rachel ralph ray
raymond rebecca richard rick rob robert roberta robin rodney roger ron ronald ross roy russell
ruth ryan sabrina sally sam samantha samuel sandra sara sarah scott sean sharon shaun shirley
simon sofia sonia sophia sophie stacey stan stella stephanie stephen steve steven stuart sue susan
suzanne tamara tanya tara ted teresa terry theo theresa thomas tim timothy tina todd tom tommy
tony tracy trevor tyler valerie vanessa veronica vicky victor victoria vincent virginia walter
wanda warren wayne wendy wesley will william yvonne zoe
"""

ATTACHMENTS = """
an image, a photo, a picture, a movie, a video, an attachment, an audio message, a sticker, a
location, a contact, a link, a message
"""

LANGUAGE = Language(
    code="en",
    name="English",
    grammar=GRAMMAR,
    spellings=SPELLINGS,
    hinges=HINGES,
    binding=BINDING,
    articles=ARTICLES,
    listing=LISTING,
    choosing=CHOOSING,
    asking=ASKING,
    dates=DATES,
    ordinary=ORDINARY,
    names=NAMES,
    attachments=ATTACHMENTS,
    reactions=(
        r"(liked|loved|laughed at|emphasi[sz]ed|questioned|disliked) {quote}",
        r"reacted .{1,12} (to|with .{1,20} to) {quote}",
        (
            r"removed (a|an|the) (like|heart|dislike|laugh|exclamation|exclamation mark|"
            r"question mark|reaction|.{1,8}) from {quote}"
        ),
        r"removed .{1,12} from {quote}",
        r"(replied|responded) .{1,12} to {quote}",
    ),
    disliked=(r"disliked\b", r"questioned\b", r"removed\b"),
)
