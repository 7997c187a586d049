"""Dutch."""

from concierge.intents.language import Language

GRAMMAR = r"""
# -- yes -----------------------------------------------------------------------------------------

yes = [oh | ah | ach | maar | nou | tuurlijk | en] <yes_word> [<yes_after>] | ja waarom niet | yes
    | yep | yeah | yup
yes_word = ja | bevestigen | bevestig maar | ja dat is (goed | juist | correct) | en of
    | wis en zeker | ja absoluut | ik bevestig de bestelling | laat maar doen | mij goed
    | is mij goed | dat spreekt voor zich | vanzelf | maar natuurlijk | natuurlijk graag | wel ja
    | dat wel | dat zeker | zeker te weten | 100 procent | dik in orde | ik zal het doen
    | (ik | we) (zal | ga) het doen | dat gaan we doen | ga ik doen | dat ga ik doen | gaat werken
    | dat gaat [wel] werken | jaa | jaja graag | ja ja | jawel | jazeker | jaweljawel | jep | jup
    | jupp | jap | joh ja | ja hoor | ja joh | ja zeker | ja graag | ja prima | ja natuurlijk
    | ja klopt | ja doe maar | ja goed | ja is goed | ja dat klopt | ja ok | yes | y | jahoor
    | tja ja | jo | zeker | zeker weten | zeker wel | zekers | zekerheid | heel zeker | absoluut
    | absoluut wel | natuurlijk | natuurlijk wel | tuurlijk | tuurlijk wel | uiteraard
    | vanzelfsprekend | allicht | vast en zeker | beslist | inderdaad | idd | precies
    | precies dat | precies zo | exact | juist | heel juist | correct | helemaal correct
    | helemaal juist | klopt | dat klopt | klopt helemaal | klopt als een bus | klopt precies
    | dat klopt helemaal | klopt inderdaad | dat is waar | zo is het | zo is dat | zo is 't
    | helemaal goed | definitief | honderd procent | 100% | 10/10 | zonder twijfel | geen twijfel
    | zonder meer | ongetwijfeld | geen twijfel mogelijk | geen bezwaar | geen bezwaren
    | geen enkel bezwaar | ik heb geen bezwaar | heb geen bezwaar | niks op tegen | niets op tegen
    | daar heb ik niets op tegen | wis en waarachtig | reken maar | nou en of | vet ja | hell yeah
    | echt wel | wel degelijk | jawohl | bevestigend | positief | op alle punten | akkoord
    | akkoort | ik ga akkoord | ga akkoord | wij gaan akkoord | we gaan akkoord | ik ben akkoord
    | ik ga ermee akkoord | ga ermee akkoord | daar ga ik [mee] akkoord [mee] | akkoord ermee
    | akkoord (met (het | de) (voorstel | offerte | bestelling | prijs | aanbod)) | mee eens
    | ik ben het (eens | ermee eens | er mee eens) | ben het [ermee] eens | helemaal mee eens
    | helemaal eens | daar ben ik het mee eens | afgesproken | deal | het is een deal
    | dat is afgesproken | verkocht | besloten | goedgekeurd | ik keur het goed | geaccepteerd
    | ik accepteer [het | dit] | accepteer | aanvaard | ik aanvaard het | bevestigd
    | ik bevestig [het | dit | dat] | bevestig | hierbij bevestigd | hierbij bevestig ik
    | bij deze bevestigd | bij deze akkoord | bij deze | hierbij akkoord | bevestiging
    | wij bevestigen | toegestaan | toestemming verleend | groen licht | je hebt groen licht
    | u heeft groen licht | u heeft mijn (akkoord | toestemming | goedkeuring | zegen)
    | je hebt mijn (akkoord | toestemming | goedkeuring) | ik doe mee | ik ben voor | ik ben om
    | het antwoord is ja | mijn antwoord is ja | ik zeg ja | een volmondig ja | volmondig ja
    | dat is een ja | van mij mag het | dat mag | graag | heel graag | zeer graag | erg graag
    | heel erg graag | dolgraag | graag zelfs | met plezier | met alle plezier | met genoegen
    | gaarne | alstublieft ja | doe maar | doe dat maar | doe ze maar | doe mij die maar
    | doe maar zo | ik neem het | ik neem hem | ik neem ze | ik neem dit | ik neem die
    | die neem ik | dat neem ik | neem ik | die wil ik | dat wil ik | wil ik | wil ik graag
    | wil ik hebben | dat wil ik graag | die wil ik graag | ik wil het | ik wil het graag
    | ik wil dit | ik wil die | ik wil hem | ik wil dat | ik wil ze | laat maar komen
    | kom maar op | kom maar door
    | jaja is goed | joe is goed | ja mag | ja kan | wel zeker | welzeker | voorzeker | gewis
    | juistem | zo is het maar net | voor (100% | honderd procent | 100 procent) | (ik heb [er] |
    heb er) geen (bezwaar | bezwaren | probleem) (tegen | mee) | geen bezwaar tegen | akkoord met
    (alles | dit | het geheel) | ik ga hier mee akkoord | (ik ga | wij gaan | we gaan) hiermee
    akkoord | hiermee (ga ik | gaan wij | gaan we) akkoord | hiermee akkoord | hiermee bevestig ik
    [de bestelling | het] | hierbij bevestig ik (de bestelling | mijn bestelling | de order | het |
    de reservering) | bij dezen [akkoord | bevestigd] | het eens | eens mee | helemaal mee akkoord |
    volledig mee eens | allee (ja | goe | goed | vooruit) | allez (ja | goe | goed | vooruit) | amai
    ja | ja zenne | jawel zenne | ja zulle | jawel zulle | zeker en vast | jawadde ja | heel graag
    zelfs | met liefde | ja met liefde | wat mij betreft ja | bestelling (bevestigd | akkoord) |
    order (bevestigd | akkoord) | gekocht | goedkeuren | ik keur goed | (dat | het) mag (je | u)
    doen | mag (je | u) [zeker | gerust] doen | (u | je) (hebt | heeft) mijn (akkoord | zegen | fiat
    | ok) | (u | je) (krijgt | heeft) groen licht | fiat | (die | dat | deze) wil ik wel | wil ik
    wel | neem ik wel | ik zeg doen | ik zou zeggen doen | zou ik doen | zou ik zeker doen | gewoon
    doen | en of ik (dat | het) wil | reken maar van yes | daar kun je op rekenen | het zij zo | zo
    zij het | amen | groot gelijk | gelijk heb je | (ik ben | ben) er blij mee | overtuigd | ja
    overtuigd | ik ben voor | ja voor mij [wel] | voor mij wel | ja wat mij betreft [wel] | daar kan
    ik mee akkoord gaan | [daar] kan ik me [helemaal] in vinden | daar zeg ik geen nee tegen | daar
    zeg ik ja tegen | ik zeg geen nee | sowieso | ja sowieso | volgaarne | goed bezig ja | zekers te
    weten | tuurlijk wel graag | zoals (afgesproken | besproken | gepland) | ja zoals (afgesproken |
    besproken | gepland) | natuurlijk joh | ja echt wel | vet graag | top graag | wis en waarachtig
    ja | ja ja zeker | wel ja hoor | jazekers | jawelzeker
yes_after = graag | hoor | zeker | natuurlijk | precies | inderdaad | absoluut | prima | klopt
    | akkoord | dat klopt | doe maar | goed | is goed | tuurlijk | uiteraard | ja | meneer
    | mevrouw | joh | dat is goed | dat is prima | correct | juist | zo is het | top | heel graag
    | mee eens | baas
ok = [oh | ah | ach | nou | dan] (ok | okay | oké | okee | oke | is ok | is oké | prima | prima zo
        | is prima | goed | is goed | da's goed | heel goed | goed zo | zeer goed | mij best | is
        best | vind ik best | prima de luxe | primadeluxe | in orde | is in orde | komt in orde |
        komt goed | komt voor elkaar | alles in orde | goed hoor | prima hoor | ok hoor | oké hoor
        | is goed hoor | perfect | perfect zo | helemaal goed | helemaal top | helemaal prima |
        okidoki | oki | oki doki | ok ok | ok goed | ok prima | oké prima | top | topper | top
        hoor | toppie | gaat goed | het is goed | het is prima | dat is goed | dat is prima | da's
        prima | mooi | dat kan | kan wel | mag wel | duidelijk akkoord | doen we | gaan we doen |
        dat doen we | zo doen we het | voor elkaar | ok top | oké top | geregeld | allright |
        alright | goed dan | oké dan | prima dan | goed plan | dat is ok | dat is oké | allemaal
        goed | allemaal prima | ja ok)
    | [het] is geregeld | isgoed | t is (goed | prima | ok | in orde) | das (ok | oke | in orde |
    akkoord | perfect) | da's (ok | oke | in orde | akkoord | perfect | just) | da is (goed | ok |
    prima | just) | goe | is goe | das goe | da's goe | allee goe | goe zo | dikke prima | prima
    (idee | plan) | uitstekend [idee | plan] | primaatje | perfect voor (mij | ons) | top voor (mij
    | ons) | mooi zo | [komt] voor de bakker | voor mekaar | komt voor mekaar | kan hoor | mag hoor
    | van mij mag (het | dat) [wel | hoor] | voor (mij | ons) (is (dat | het) (goed | prima | ok |
    akkoord | in orde) | goed | prima | ok) | mij (prima | best) | best hoor | best goed | (dat |
    het) vind ik (goed | prima | ok | best) | geen (probleem | enkel probleem | punt) | zo prima |
    doen we zo | goed idee | goed plan hoor | zo (doen | gaan) we het doen | kan geregeld worden |
    gedaan
praise = [<very>] (super | geweldig | fantastisch | fijn | leuk | mooi | cool | gaaf | vet | te
        gek | heerlijk | uitstekend | schitterend | prachtig | fantastisch | lekker | briljant |
        tof | supertof | wauw | wow | jippie | joepie | hoera | yes | ideaal | bravo | netjes |
        grandioos | fenomenaal | klinkt leuk | dat is fijn | wat fijn | wat leuk | wat mooi | goed
        idee | leuk idee | goede keuze | veel beter | bevalt me | ik vind het leuk | ik hou ervan
        | helder | duidelijk | begrepen | chill | nice | geniaal | super leuk | super fijn)
    | alles goed | dikke pret
answer = <please> | (dat | het | ze | dit) (is (het | zo) | klopt wel | doet het)
    | (is | dat is) het | ik (wil | ben | doe | heb | zou) | ja dat is het | u (kunt | mag)
    | je (kunt | mag) | <open> | dat bedoel ik | dat bedoelde ik
    | ik denk (dat het (goed | klopt) [is] | van wel) | dat zou (leuk | fijn) zijn
assent = <yes> | <verdict> | <wish> | <go>
    | voor mij (ok | prima | goed | akkoord | is het goed | in orde | perfect)
    | wat mij betreft (ok | prima | goed | akkoord | is het goed | in orde | perfect | wel)
    | van mij (mag het | mag dat) | ok voor (mij | ons) | prima voor (mij | ons)
    | goed voor (mij | ons) | akkoord voor (mij | ons)
    | vind ik [<very>] (goed | prima | best | ok | perfect | fijn | leuk)
    | ik vind (het | dit | dat) [<very>] (goed | prima | best | ok | perfect)
    | daar kan ik mee leven | ik heb er niets op tegen
    | <opinion> [,] (dus | daarom | dan) [,] (<yes> | <wish> | <go>) [,] [<wish> | <go> | ik (zal
    het doen | doe het)]
very = heel | erg | zeer | helemaal | echt | zo | alles | ook | precies | gewoon | volledig
    | absoluut | super | best | wel | voor mij | wat mij betreft | mij | ons | hartstikke | al
    | echt heel | meer dan | goed | inderdaad | zeker | nu | natuurlijk | uitermate | volkomen
    | totaal | prima | hier | eigenlijk wel | toch | dus | ja | eindelijk
good = goed | prima | ok | perfect | akkoord | in orde | correct | juist | klopt | top | super
    | geweldig | fantastisch | uitstekend | fijn | mooi | ideaal | helemaal goed | leuk | best
    | waar | compleet | volledig | redelijk | prachtig | heerlijk | duidelijk | helder
    | een goed idee | een goed plan | een uitstekend idee | een prima plan | een deal
    | afgesproken | bevestigd | mijn bestelling | mijn keuze | mijn order | de juiste | de goede
    | het juiste
    | wat ik (wil | wilde | zoek | zocht | nodig heb | bedoel | bedoelde | besteld heb | heb
        besteld | vroeg | wou)
    | precies wat ik (wil | wilde | zoek | zocht | nodig heb | bedoel | besteld heb)
    | zoals ik het (wil | wilde) | naar wens | zoals gewenst | zoals besteld | zo | het | tof
    | gaaf | lekker | eerlijk | acceptabel | geschikt | als muziek in de oren
after = voor (mij | ons) | zo | ook | nu | wat mij betreft | van mijn kant | hoor | dan | dank je
    | hier | allemaal | uit | aan | zoals het is | zoals het er staat | joh | ja | zeg
verdict = [ja] [dat | het | dit | alles | die | deze | zo | het allemaal | dat allemaal | dit
        allemaal | de bestelling | mijn bestelling | de offerte | het voorstel | uw voorstel | de
        reservering | de gegevens | de afspraak | de order | het overzicht | <echo>] [<very>] (is
        | zijn | lijkt | lijken | klinkt | ziet er | zou | ben | staat | wordt | voelt | zit |
        komt) [me | mij] [<very>+] <good> [uit] [zijn] [<after>+] | klopt | bevalt me
    | (dat | het | dit | alles | die | deze | zo | de bestelling | het voorstel | de gegevens | de
        offerte | <echo> | de afspraak | de reservering) [<very>] (klopt | past | werkt | kan |
        lukt | gaat | voldoet | bevalt | schikt | schikt me | past me | past mij | komt goed uit |
        komt me goed uit | staat goed | lijkt me | lijkt mij | is wat ik wil | kloppen | mag)
        [<very>+] [goed | prima | perfect | uitstekend | ok | uit | helemaal | wel | leuk | een
        goed idee | een goed plan | top | juist | in orde | correct] [<after>+]
    | alles (goed | ok | klopt | correct | in orde | prima | perfect | duidelijk | juist | top |
        staat er goed in) [<after>+]
    | <very>+ (correct | juist | akkoord | perfect | in orde | goed) [<after>+]
    | ziet er [<very>] (goed | prima | perfect | top | mooi | fantastisch | lekker | heerlijk |
        leuk) uit [<after>+]
    | (klinkt | lijkt [me | mij]) [<very>] (goed | prima | perfect | top | fantastisch | geweldig
        | als een plan | een goed plan | super | uitstekend | ideaal | leuk | een goed idee)
        [<after>+]
    | zo (is het [<very>] [goed | prima | perfect | juist] | klopt het | wil ik het | is goed | is
        prima | is perfect | staat het goed | moet het | mag het) [<after>+]
    | (precies | exact) (dat | wat ik (wil | wilde | zoek | bedoel | nodig heb) | zo | goed | goed
        zo | juist)
    | (u hebt | u heeft | je hebt) (gelijk | het goed | het juist | alles goed | het helemaal
        goed) [begrepen | genoteerd]
    | (ik ben | we zijn) [<very>] (tevreden | blij | akkoord | content) [ermee | met (het | dit) |
        zo | hiermee | hier mee]
it = het | dat | dit | die | deze | ze | hem | alles | dat allemaal | het allemaal | dit allemaal
    | 't | die maar | dat maar
det = de | het | mijn | deze | dit | die | dat | uw | jullie | onze | ons | je
process = bestelling | order | reservering | boeking | afspraak | aankoop | offerte | aanbieding
    | aanbod | levering | betaling | voorstel | opdracht | transactie
np = <it> | [<det>] <process> | (deze | dit | die | dat) <echo>
    | [<det>] <process> (voor | van | op | om | in | bij | naar) [de | het] <echo>
enp = [<det>] <echo>
verb = bestellen | boeken | kopen | reserveren | nemen | doen | sturen | leveren | bevestigen
    | accepteren | plaatsen | hebben | regelen | maken | uitvoeren | inplannen | afspreken
    | opsturen | bezorgen | inboeken | afronden | verzenden | doorzetten | doorgaan | bekrachtigen
go = [<lead_in>+] (doe maar | doe het | doe dat | doe het maar | doe dat maar | doe dit | doe dit
        maar | doe die maar | doen maar | ga je gang | gaat uw gang | ga uw gang | ga maar | ga
        door | ga verder | ga maar door | ga maar verder | ga ervoor | gaan met die banaan | ga er
        maar voor | we gaan ervoor | we doen het | laten we het doen | laten we dat doen | laten
        we gaan | laten we gaan ervoor | bestel het | bestel maar | bestellen maar | bestel het
        maar | bestel ze maar | boek maar | boek het | boek het maar | boeken maar | reserveer
        maar | reserveer het | koop het | koop maar | koop het maar | stuur maar | stuur het |
        stuur het maar | stuur op | lever maar | bevestig | bevestig het | bevestig maar | regel
        het | regel het maar | regel maar | zet maar door | zet het door | plaats de bestelling |
        plaats de order | plaats bestelling | plaats maar | vooruit | vooruit maar | vooruit dan |
        vooruit met de geit | voer maar uit | doorgaan | ga ermee door | neem maar | neem het maar
        | laat maar komen | maak het in orde | maak maar in orde | schrijf maar op | plan maar in
        | plan het in | plan het maar in | start maar | begin maar | schiet maar af | kom maar op
        | kom maar door | we gaan het doen | dat doen we) [<it>] [<go_after>+]
    | [<lead_in>+] (bestel | koop | stuur | lever | bevestig | regel | plaats | neem | bezorg |
        maak | zet | geef | breng | plan | accepteer | rond | schrijf | verstuur | verzend) [mij |
        me | ons | maar] <np> [<go_after>+]
    | (u | je | jij | jullie) (kunt | kan | mag | mogen | kunnen) [<np>] [<go_after>+] (<verb> |
        beginnen | starten | verder gaan | verdergaan | doorgaan) [<go_after>+]
    | (we | wij) (nemen | doen | gaan voor | accepteren) <np> [<go_after>+]
    | (graag | dan | nu | alstublieft | alsjeblieft) <verb> [<go_after>]
    | <verb> (graag | maar | alstublieft | alsjeblieft)
    | laten we (het | dat | dit) [zo | maar] (doen | nemen)
    | [<lead_in>+] <np> [<go_after>+] <verb> [<go_after>+]
    | [<lead_in>+] (ga jullie gang | hup doe maar | hup | toe maar | toe dan maar | doe deze maar |
    doe hem maar | boek hem | boek hem maar | reserveer hem | reserveer hem maar | bestel hem |
    bestel hem maar | koop hem | neem hem maar | doen hoor | kom maar | laat maar doorgaan | laat
    het maar doorgaan | graag zo | hoppa | zet maar in gang | zet in gang | laat maar leveren | laat
    maar bezorgen | knallen maar | gas erop | gaan we) [<go_after>+]
go_after = alstublieft | alsjeblieft | aub | ajb | maar | nu | zo | graag | voor mij | voor ons
    | mij | me | ons | dan | bedankt | gelijk | meteen | direct | gewoon | definitief | hoor | op
    | door | in | uit | af | aan | vast | ook | even | met <np> | voor <np> | in orde | verder
    | klaar
lead_in = dan | en | dus | graag | ok | ja | nou | goed | alstublieft | alsjeblieft | prima | nu
    | gewoon | zo | please
wish = [ja] ik (neem | wil | bestel | boek | koop | reserveer | bevestig | accepteer | kies | ga
        voor | doe | zou | plaats | aanvaard | houd het op | ga akkoord met) [<very>] [graag] <np>
        [<go_after>+] [<verb>] [<go_after>+]
    | [ja] (wil | neem | bestel | boek | koop | reserveer) ik [graag] <np> [<go_after>+] [<verb>]
    | [ja] (dat | het | die | dit | deze | <np>) (neem | wil | bestel | boek | koop | bevestig |
        doe) (ik | wij | we) [<go_after>+] [<verb>] [<go_after>+]
    | (we | wij) (nemen | willen | bestellen | boeken | kopen | reserveren | accepteren) [graag]
        <np> [<go_after>+] [<verb>]
    | [ja] (ik | we | wij) (wil | willen | zou | zouden) [graag] [<np>] [<go_after>+] (doorgaan |
        verder gaan | verdergaan | bevestigen | akkoord gaan)
    | (dat | het) (zou | is) [<very>+] (perfect | geweldig | super | fijn | prima | fantastisch |
        ideaal | leuk | mooi | top) [zijn] [<after>]
    | zou [<very>+] (perfect | geweldig | super | fijn | fantastisch | ideaal | leuk | top) zijn
        [<after>] | (ik ben | ben) (er klaar voor | klaar | gereed | overtuigd | om)
opinion = ik (denk | geloof | vind) [dat] (het | dat | dit | dat dat | het wel | dat wel | dat het)
        [wel | gewoon] (werkt | lukt | gaat lukken | gaat werken | zal lukken | zal werken | goed is
        | prima is | ok is | kan werken | zou werken | zou lukken | zou kunnen werken | goed komt |
        klopt) | ik denk (het | van) wel
open = (ik | we | wij) (wil | neem | zou | bestel | boek | koop | willen | nemen | heb) [graag]
        [<enp> | een (<process> | <echo>)] [voor <echo>] [<go_after>+] [<verb>] [<go_after>+]
    | (bestel | boek | koop | reserveer | stuur | geef | breng | lever | doe) [mij | me | ons |
        maar] [<enp> | een (<process> | <echo>)] [<go_after>+] | <enp> [<go_after>+] <verb>
    | <verb>

# -- around it -----------------------------------------------------------------------------------

polite = <please> | <thanks> | <address> | <kind> | <closing> | oh | ah | ach | nou | wow | dan
    | hoor | joh
please = alstublieft | alsjeblieft | aub | ajb | asjeblieft | alstu | alsje | graag gedaan
    | please | s.v.p. | svp
thanks = [ok | heel | hartelijk | vriendelijk | enorm | alvast | super | nogmaals | ontzettend |
        hartstikke] (bedankt | dank u | dank je | dank je wel | dank u wel | dankje | dankjewel |
        dankuwel | dank | thanks | merci | thx | dank jullie | dank jullie wel | bedankt hoor |
        dank u zeer) [wel | zeer | hartelijk | alvast | nogmaals | hoor | allemaal | veel] [voor
        (alles | de hulp | uw hulp | je hulp | de moeite | de service | het snelle antwoord | de
        info | de informatie | het geduld | de offerte | jullie hulp | de snelle reactie)]
    | veel dank | vele dank | duizendmaal dank | (ik | wij) (dank | danken) (u | je | jullie)
    | (heel | erg | zeer) (lief | vriendelijk | aardig) [van (u | je | jullie)]
    | dat is (heel | erg | zeer | echt) (lief | vriendelijk | aardig) [van (u | je | jullie)]
    | wat lief [van je | van u]
greeting = hallo | hoi | hi | hey | dag | goedemorgen | goedemiddag | goedenavond | goeiemorgen
    | goeiemiddag | goeienavond | goeiendag | goedendag | hoi hoi | hallo daar | yo | heey | moi
    | beste | beste allemaal
address = meneer | mevrouw | mijnheer | vriend | vriendin | maat | gast | jongens | mensen | schat
    | lieverd | baas | chef | team | iedereen | allemaal | kerel | man | bro | vrienden | luitjes
    | makker | topper | lieve mensen | <name> [<name>] | beste <name> | lieve <name>
kind = (u | je | jij | jullie) (bent | ben | zijn) [<very>+] (de beste | geweldig | top | super |
        een engel | een schat | engelen | fantastisch | lief | aardig | toppers | een topper |
        kanjers | een kanjer | de besten | goud waard | snel | helden | een held)
    | (goede | top | super | geweldige | fijne | beste) (service | bediening) | goed gedaan
    | goed bezig | (ik | we) (kijk | kijken) (ernaar uit | er naar uit | er nu al naar uit)
    | ik heb er zin in | heb er zin in | (zin in) | ik ben [<very>] blij
closing = [met] [vriendelijke | hartelijke | lieve | veel | de] (groet | groeten | groetjes) [,
        <signed>]
    | (mvg | gr | grt | groet | groetjes | groeten | liefs | kus | kusjes | xx | xxx | x |
        hartelijks) [, <signed>]
    | verzonden (vanaf | met | via) mijn (iphone | telefoon | mobiel | android | samsung | ipad)
    | verstuurd vanaf mijn (iphone | telefoon | mobiel | android | samsung | ipad)
    | (met | hier) <name> [<name>] | u spreekt met <name>
signed = <name> | <unknown> | <name> <unknown> | <unknown> <unknown> | <name> <name>
beside = <open> | (geen | zonder) (wijzigingen | aanpassingen) | niets te wijzigen
    | geen (probleem | punt | enkel probleem | zorgen) | maakt niet uit
    | [en] (dat is | dat was | dit is | dat zou | dit was) (alles | het) [zijn] [voor nu | voor
        vandaag | dank je | bedankt] | meer niet | verder niets | verder niks | niets meer | doei
    | doeg | dag | dag hoor | tot (ziens | straks | later | snel | dan | zo | gauw)
    | fijne (dag | avond | middag | week | zondag) [nog | verder] | een fijne dag [nog | verder]
    | prettige (dag | avond) [nog | verder] | fijn weekend | prettig weekend | goed weekend
    | welterusten | succes | haha | hihi | hahaha | lol | ik ben (zeker | er zeker van)
    | waarom niet | dat wil ik | ik wil dat | ik kan niet wachten | kan niet wachten
    | ik weet het zeker | weet ik zeker | insgelijks | u ook | jij ook | jullie ook | gelijk
    | u mag dat doen | dat mag
pause = eigenlijk | even kijken | effe kijken | eens kijken
    | laat me (even) (kijken | zien | denken | nadenken) | moment | momentje | een moment
    | een momentje | één moment | wacht | wacht even | wacht eens | even wachten | ogenblik
    | ogenblikje | een ogenblik | seconde | eh | ehm | uh | uhm | hm | hmm | tja | even denken
    | even nadenken | ik kijk even
joining = en | dan | dus | &
naming = [voor | op | met | de | het | naar] [de | het] [offerte | bestelling | order | aanbod |
        nummer | nr | optie] [nummer | nr | no | n | #] <number>
repeating = [voor | op | om | aan | in | bij | naar | met | van | de | het | mijn | te | tegen |
        en | het is | dat is | het zijn] [de | het] <echo>

# -- no ------------------------------------------------------------------------------------------

decline = [<lead>+] <no> [<no_after>+]
lead = ok | oh | ah | ach | eh | nou | sorry | helaas | eigenlijk | maar | , | ja | dan | goed
    | toch | hm | bedankt maar | liever | oké | het spijt me | excuses | en | ik denk | laat
    | bij nader inzien | alsjeblieft
no = nee | neen | nee hoor | nee nee | nee bedankt | nee dank je | nee dank u | neej | nope | nah
    | noppes | nee joh | neeh | nooit | nooit niet | nooit van mijn leven | echt niet | zeker niet
    | absoluut niet | natuurlijk niet | beslist niet | vergeet het maar | vergeet het
    | vergeet maar | geen sprake van | geen denken aan | in geen geval | onder geen beding
    | uitgesloten | niet | niet nu | nu niet | niet vandaag | vandaag niet | nog niet | niet echt
    | niet nodig | hoeft niet | hoeft niet meer | dat hoeft niet | het hoeft niet | liever niet
    | beter van niet | toch maar niet | toch niet | maar niet | laat maar | laat maar zitten
    | laat zitten | laat maar gaan | laten we het niet doen | niet doen | niet akkoord
    | ik ga niet akkoord | ga niet akkoord | niet mee eens | oneens
    | ik ben het [er] niet [ermee | mee] eens | niet geïnteresseerd | geen interesse
    | geen behoefte [aan] | geen zin | ik (weiger | pas) | geweigerd | afgewezen | ik wijs het af
    | negatief | absoluut van niet | van niet | ik denk van niet | dacht het niet
    | ik dacht het niet | denk het niet | ik denk het niet | ik geloof het niet
    | misschien (later | een andere keer | volgende keer | morgen | een keer later)
    | een andere keer | andere keer | later | volgende keer | onjuist | incorrect | fout
    | klopt niet | dat klopt niet
    | dat is (niet (goed | juist | correct | wat ik wil | akkoord | ok | de bedoeling | nodig) |
        fout | onjuist) | bedankt nee | geen
    | (ik | we | wij) (wil | hoef | neem | willen | hoeven | nemen | bestel | heb) (het | dat |
        dit | die | ze | hem | <np>) (niet | toch niet | nu niet | niet meer) [hebben | bestellen
        | kopen | boeken | meer | nodig]
    | (ik | we | wij) (wil | hoef | heb | willen | hoeven) [toch | nu] (niet | niets | niks |
        geen) [meer] [bestellen | kopen | boeken | hebben | nodig | interesse | bestelling |
        afspraak]
    | (bestel | boek | koop | stuur | doe | plaats | reserveer | lever) [het | dat | dit | die |
        ze | maar] [alsjeblieft | alstublieft] (niet | niets)
    | (is | dat is | het is | vind ik | wordt) [me | mij | wel | een beetje | veel | iets | helaas
        | echt] te (duur | laat | vroeg | veel | ver) [voor mij] | te (duur | laat)
    | neuh | neh | nee zeg | hoeft (van mij | voor mij) niet | ik ben niet (geïnteresseerd | akkoord
    | overtuigd) | geen (tijd | geld | kans | haar op mijn hoofd | gehoor) | veel te (duur | laat |
    vroeg) | niet (juist | correct | goed | ok | in orde | voor mij) | ik ben tegen | tegen |
    afgekeurd | weigeren | afwijzen | tuurlijk niet | uiteraard niet | geenszins | onmogelijk |
    (niks | niets) daarvan | ben je gek | ikke niet | mij niet gezien | helaas [nee | niet] | ander
    keertje | (ik | we | wij) (wil | hoef | neem | willen) niet [meer] | (wil | hoef | neem |
    bestel) ik [het | dat] niet [meer] | (die | dat | deze | het) (wil | hoef | neem) ik niet [meer]
    | wil niet | (dat | het | dit) (kan | gaat | mag | lukt | past | werkt) [me | mij | helaas | zo]
    niet | (kan | gaat | mag | lukt | past) [helaas | me | mij] niet | eigenlijk (niet | nee) | voor
    geen goud | mooi niet | dacht ik niet | van me leven niet | nietes
no_after = , | bedankt | dank je | dank u | dank je wel | dank u wel | toch bedankt
    | evengoed bedankt | nee | sorry | alsjeblieft | alstublieft | nu | vandaag | op dit moment
    | momenteel | voorlopig | misschien later | later misschien | hoor | het is goed zo
    | is goed zo | zo is het goed | laat maar | doei | dag | fijne dag [nog | verder]
    | een andere keer | helaas | <no> | meer | meneer | mevrouw | nog niet | jammer
done = (nee | ok | nee hoor) [,] [bedankt | dank je | dank u] [,] <finished> | <finished>
finished = (dat is alles | dat was het | dat was alles | dit was het | dat is het | meer niet |
        verder niets | verder niks | niets meer | dat was m | ik ben klaar | dat zou alles zijn)
        [voor nu | voor vandaag] [bedankt | dank je]

# -- the other intents ---------------------------------------------------------------------------

undo = ongedaan | ongedaan maken
    | (annuleer | annuleren | annulering | annuleert | cancel | cancelen) [het | dat | dit | alles
        | alstublieft | alsjeblieft | mijn bestelling | de bestelling | <np>] | <undo_within>
    | maak (het | dat) ongedaan | terugdraaien | draai terug | herroepen
    | (stop | annuleer) (de | het) (huidige | lopende) (taak | proces | actie)
    | draai (het | dat) terug
undo_within = (annuleer | annuleren | geannuleerd | annulering van | cancel | cancelen | schrap |
        intrekken) [aub | alstublieft | alsjeblieft] [de | het | mijn | onze | die | deze]
        [laatste] (bestelling | order | reservering | boeking | afspraak | levering | aankoop)
    | (mijn | de | het | onze) (bestelling | order | reservering | boeking | afspraak | levering)
        [graag | toch | weer | aub] (annuleren | geannuleerd | cancelen | intrekken | afzeggen |
        afbestellen | ongedaan maken | terugdraaien)
    | (ben | heb) [me | mij] (van gedachten veranderd | bedacht) | van gedachten veranderd
    | per ongeluk [besteld | akkoord | bevestigd] | wil (annuleren | het annuleren | afzeggen)
    | (kunt u | kun je | kan je) [het | dit | de bestelling] annuleren
    | wil (het | de bestelling) niet meer
stop = stop (nu | hiermee | daarmee) | stop | stopp | afmelden | uitschrijven | afmelding
    | opzeggen | einde | stoppen | stop maar | stop ermee | hou op | houd op | stop aub
    | stop alsjeblieft | laat me met rust | laat mij met rust | geen berichten meer
    | geen sms meer | geen smsjes meer | verwijderen | verwijder mij | verwijder me
    | schrijf me uit | meld me af | uitschrijving | rot op | ga weg | stop dit nu | deabonneren
    | spam | stop sms | niet meer sturen | stop met sms | genoeg
    | [ik] wil stoppen | (hou | houd) (ermee | hiermee | daarmee) op | ophouden [nu] | (graag | aub
    | alstublieft) (afmelden | uitschrijven) | ik zeg op | beëindigen | stuur (niets | niet | niks)
    meer | niets meer sturen | niks meer sturen | niet lastigvallen | niet storen | blokkeren | ik
    blokkeer (je | jullie | u) | deactiveren | genoeg nu | nu is het genoeg | zo is het genoeg | het
    is genoeg [geweest] | (ik ben | ben) het (zat | beu | moe) | rotop | sodemieter op | opgerot |
    flikker op | donder op | oprotten | lazer op | krijg de tering | (hou | houd) je (bek | mond |
    kop) | (bek | kop | mond) dicht | (dit | dat) is (spam | intimidatie | stalking) | ik maak
    bezwaar | stop (dit | dat) | stop nou [eens] | kap ermee | kappen | kap nou | kappen nu | schei
    uit | stop alles | stop hier mee
stop_within = (laat | laten) (me | mij | ons) [nu | eens | alsjeblieft | gewoon | nou] met rust
    | (stop | hou op | houd op | stoppen | ophouden) [nu | eens] met [mij | me | het] [te]
        [steeds] (sms'en | smsen | sms | berichten | sturen | berichten sturen | appen | texten |
        lastigvallen | lastig te vallen | lastig vallen | schrijven | sturen van | sms'jes |
        smsjes | contact | spammen | me | mij)
    | (geen | nooit meer | niet meer) [enkele | verdere | meer | jullie | uw] (berichten | sms |
        smsjes | sms'jes | sms'en | meldingen | reclame | bericht | contact | notificaties) [meer]
        [ontvangen]
    | (wil | willen | wens) [graag] (geen | niet | niets | niet meer | niks) [meer] (berichten |
        sms |
        smsjes | door u | door jullie | reclame | van jullie) [meer] [te] [ontvangen | krijgen |
        gecontacteerd | benaderd | horen | lastiggevallen | worden]
    | (wil | willen | wens) [graag] (geen | niet | niets | niks) [meer] [te] (ontvangen |
        gecontacteerd | benaderd | horen | lastiggevallen)
    | (stuur | sms | app | contacteer | benader | bericht | schrijf) (me | mij | ons) (niet |
        nooit | geen | niets) [meer] [berichten | sms]
    | (schrijf | meld | haal | verwijder | haalt | schrap) (me | mij | mijn nummer | mijn gegevens
        | ons | dit nummer) [aub | alsjeblieft | alstublieft] [uit | af | van | uit de | van de |
        uit jullie] [lijst | de lijst | jullie lijst | bestand]
    | (me | mij) (uitschrijven | afmelden)
    | van (de | jullie | uw) (lijst | verzendlijst | mailinglijst)
    | (trek | intrekken) mijn toestemming | mijn toestemming in
    | val (me | mij) niet [meer] lastig
    | (niet meer) (contacteren | benaderen | sms'en | berichten | lastigvallen)
    | met rust gelaten | (wil | willen) [me | mij | ons] [graag] (afmelden | uitschrijven) |
    (abonnement | abo | nieuwsbrief) (opzeggen | stoppen | stopzetten | beëindigen) | (zeg |
    annuleer | stop) [mijn | het | dit] abonnement | (bel | mail | sms | app) (me | mij) niet | (wis
    | schrap | vergeet | verlies | blokkeer) mijn (nummer | gegevens) | (meldingen | notificaties |
    berichten) (uitzetten | uitschakelen | stopzetten) | zet [de | die | deze | jullie | alle]
    (meldingen | berichten | notificaties) (uit | stop | af) | (jullie | die | al die | deze)
    berichten (zat | beu | moe) | stop [met] (alle | de | deze | die | jullie) (berichten | smsjes |
    sms'jes | meldingen) | schei uit met | kap met | (stop | ophouden | kappen) met (mailen | smsen
    | sms'en | appen | bellen) | neem geen contact
start = start | starten | aanmelden | opnieuw aanmelden | hervatten | weer aanmelden | inschrijven
    | abonneren | u mag mij weer berichten | beginnen | heractiveren | opnieuw starten
help = help | hulp | info | informatie | help me | help mij | hulp nodig | ik heb hulp nodig
    | heb hulp nodig | hoe werkt (dit | het | dat)
    | hoe (bestel | moet | kan) ik [bestellen | iets bestellen]
    | wat (kun je | kunt u | kan ik) [doen | vragen] | wie (ben je | bent u | is dit) | wat is dit
    | (kunt u | kun je) (me | mij) helpen | opties | uitleg | ondersteuning
menu = menu | het menu | menukaart | de kaart | kaart | catalogus | de catalogus | prijzen
    | de prijzen | prijslijst | lijst | assortiment | aanbod
    | (laat | toon | stuur | geef) [me | mij] (het menu | de kaart | de catalogus | de prijzen |
        de prijslijst | het assortiment | het aanbod) [zien]
    | wat (hebben jullie | heeft u | heb je | verkopen jullie | verkoopt u | is er | bieden jullie
        aan) [allemaal | te koop | in de aanbieding]
    | (mag | kan) ik (het menu | de kaart | de catalogus | de prijzen) (zien | hebben)
status = status | bestelstatus | track | volgen | waar blijft het | waar is het | wanneer komt het
    | is er nieuws | <status_within> | stand van zaken | is het onderweg
status_within = waar (is | blijft | blijven | zijn | zit) (mijn | de | het | onze) (bestelling |
        pakket | pakje | levering | bloemen | bezorger | koerier | order | spullen)
    | (status | stand) van (mijn | de | het) (bestelling | order | levering | pakket)
    | wanneer (komt | komen | wordt | worden | is | krijg ik | ontvang ik | arriveert) (mijn | de
        | het | onze) (bestelling | pakket | levering | order | bloemen)
    | (is | wordt | komt) (mijn | de | het) (bestelling | pakket | levering | order) [al | nog |
        vandaag] [onderweg | aangekomen | verzonden | bezorgd | geleverd | klaar | er]
    | (mijn | de) (bestelling | order | pakket | levering) (volgen | is er nog niet | is nog niet
        | nog niet) | (nieuws | update) over (mijn | de) (bestelling | order | levering)
usual = [doe maar | ik wil | ik neem | mag ik | graag | doe mij | voor mij | geef mij | ik wil
        graag | nog een keer | nogmaals] (het gebruikelijke | de gebruikelijke | zoals (altijd |
        gewoonlijk | gebruikelijk | vorige keer | de vorige keer | de laatste keer) | hetzelfde
        [als (altijd | vorige keer | de vorige keer | de laatste keer | anders)] | dezelfde
        bestelling [als (vorige keer | altijd | de vorige keer)] | mijn (gebruikelijke | vaste)
        bestelling | het vaste recept | als altijd | weer hetzelfde | nog eens hetzelfde |
        hetzelfde nog een keer | de vaste bestelling) [graag | alstublieft | alsjeblieft]
    | herhaal [mijn bestelling | de bestelling | bestelling] | bestelling herhalen
    | nog een keer hetzelfde
card = mijn kaart | kaart wijzigen | nieuwe kaart | betaalmethode | betaalmiddel | creditcard
    | pas | bankpas | <card_within>
card_within = (mijn | de | een | nieuwe | andere) [nieuwe | andere] (kaart | creditcard |
        betaalkaart | bankpas | betaalmethode | betaalgegevens | pas) [aub] (wijzigen | veranderen
        | aanpassen | vervangen | toevoegen | updaten | gebruiken | is verlopen | verlopen |
        geweigerd | is geweigerd | geblokkeerd | is geblokkeerd | gestolen | werkt niet | is
        gestolen) | (nieuwe | andere) (kaart | creditcard | bankpas | betaalmethode | pas)
    | (wijzig | verander | vervang | update) (mijn | de) (kaart | creditcard | betaalmethode)
    | betalen met een andere
receipt = bon | bonnetje | factuur | rekening | kassabon | de bon | de factuur | mijn factuur
    | kwitantie | <receipt_within> | factuur aub | bon aub | rekening aub
receipt_within = (stuur | geef | mail | wil | krijg | ontvang | mag | nodig | hebben | sturen) [me
        | mij | ik | u] [graag] [de | een | mijn | het] (bon | bonnetje | factuur | rekening |
        kassabon) | kopie van (de | mijn) (factuur | bon)
    | (factuur | bon | bonnetje) (sturen | ontvangen | krijgen | nodig | hebben)
stranger = [hallo | hoi] , [sorry | het spijt me] , [maar | nee] , <not_them> , [sorry]
not_them = [dit is [een | het] | je hebt het | u heeft het | u hebt het | jullie hebben het | je
        hebt een | u heeft een] verkeerd nummer | (je hebt | u heeft | u hebt | jullie hebben)
        het verkeerde nummer | verkeerd verbonden | verkeerde (nummer | persoon) | dit ben ik
        niet | dat ben ik niet | ik ben het niet | (ik ben | dit is | wij zijn) niet <name> | ik
        ben <name> niet | dit is (niet | niet meer) (haar | zijn) nummer
wrong_within = verkeerd nummer | verkeerde nummer | verkeerd verbonden
human = mens | een mens | persoon | een persoon | medewerker | iemand | klantenservice
    | een medewerker | operator | echt persoon | bel me | bel mij | <human_within>
human_within = (met | naar | aan) (een | de | jullie) [echt | echte | menselijke] (mens | persoon
        | medewerker | medewerkster | operator | collega | eigenaar | manager | agent) [spreken |
        praten | chatten] | met iemand (spreken | praten | bellen)
    | iemand (spreken | aan de lijn)
    | (kan | kunt | kun | wil) [u | je | iemand] (me | mij) [even | iemand] bellen
    | (bel | bellen) (me | mij) [even | terug | aub]
    | (ben | bent) (je | u | jij) een (bot | robot | mens | machine | echt persoon | computer)
    | echt (mens | persoon) | echte (medewerker | persoon | mens) | klantenservice
autoreply_within = ik (rijd | rij | ben aan het rijden | zit achter het stuur | zit in de auto)
        [nu | momenteel] | (automatisch | automatische) (antwoord | bericht | beantwoording)
    | (niet op kantoor | afwezig tot | buiten kantoor | afwezigheidsbericht)
    | ik ben (momenteel | op dit moment | afwezig | op vakantie | in een vergadering | in
        vergadering | niet bereikbaar | met vakantie | met verlof | tot) | op vakantie
    | ik kan (nu | momenteel | op dit moment) niet (praten | bellen | antwoorden | opnemen |
        reageren) | (bel | antwoord | reageer) [ik] [u | je] (later | zo snel mogelijk | zodra)
    | (bedankt | dank u | dank) voor (uw | je | jullie) (bericht | aanvraag | mail | sms)
    | (we | wij) hebben (uw | je) bericht ontvangen | niet op dit bericht
    | onze openingstijden | dit nummer (is niet | wordt niet)
never_within = jaja | ja ja ja | ja dag | ja doei | ja hoor vast | ja vast | ja ja vast
    | tuurlijk joh vast | maakt mij niet uit | maakt me niet uit | mij maakt het niet uit
    | als het moet | als het moet dan | nou ja | ja en nee | ja nee | zal wel | het zal wel |
        het zal
    | wat jij wil | boeien | whatever | zo zo | niet echt ja | moet dat
    | (bestel | bestellen) [ik] [het | dat | dit | alles | die | hem] [maar] af | na (de | het)
    | (bevestig | bestel | koop | boek | neem | accepteer | reserveer) [ik] [het | dat | dit]
    (morgen | vandaag | overmorgen | maandag | dinsdag | woensdag | donderdag | vrijdag | zaterdag |
    zondag)
other_question_within = nog (iets | wat | vragen | andere | meer) | anders nog
    | iets (anders | wijzigen | veranderen | toevoegen)
    | (andere | verdere) (vragen | wensen | hulp)
    | (wilt | wil | zou) (u | je) [nog] [iets | het | de bestelling | liever] (wijzigen |
        veranderen | aanpassen | toevoegen | annuleren | weten | zien | wachten | ruilen | liever)
    | (heeft | heb) (u | je) (vragen | nog vragen | allergieën | het bericht | mijn bericht)
    | (zal | moet) (ik | we) [het | de bestelling] (annuleren | wijzigen | veranderen | wachten |
        verwijderen) | (bedoelt | bedoel) (u | je) | (weet) (u | je) (zeker | het zeker)
    | (bent | ben) (u | je) er nog | meer (tijd | hulp) | hoe was | is alles aangekomen
    | (wijzigen | veranderen | toevoegen)
offer_within = antwoord [met] ok | stuur ok | ok om (te bestellen | te bevestigen | te boeken)
    | (zal | mag | kan) (ik | we) [het | dit | de] [zo] (bestellen | boeken | plaatsen |
        bevestigen | reserveren | sturen | leveren) | (klopt | past) (dit | dat | het) [zo]
    | is dit (juist | correct | goed | ok | in orde | akkoord) | akkoord
    | bestelling (plaatsen | bevestigen)
suggestion_within = wat (vindt | vind) (u | je) | wat (denkt | denk) (u | je) van
    | hoe (lijkt | klinkt)
"""

SPELLINGS = """
okay okey oké okee oke okk okeej okido = ok
dankjewel dankje dankjewe = dank je wel
dankuwel danku = dank u wel
aub aubb = alstublieft
ajb asjeblieft alsjblieft = alsjeblieft
alstublief alsublieft = alstublieft
tuurlk = tuurlijk
natuurljk = natuurlijk
idd = inderdaad
tis = het is
zon = zo een
mn = mijn
zn = zijn
ff effe effen = even
wss = waarschijnlijk
iig = in ieder geval
mss = misschien
sws = sowieso
kheb = ik heb
kwil = ik wil
vd = van de
akoord accoord akkord = akkoord
zekerweten = zeker weten
jaah jaaa jah jaa = ja
toppp = top
"""

HINGES = """
maar als indien tenzij behalve echter hoewel in plaats wanneer waar hoe wat waarom wie welke niet
geen nooit zonder alleen misschien wacht liever ook nog erbij extra andere ander anders meer
minder wijzig wijzigen verander veranderen eerst voordat nadat of denk zodra mits eigenlijk toch
"""

BINDING = """
voor na tot zonder niet geen behalve onder boven meer minder ongeveer circa ca tussen andere ander
alleen half vanaf tegen rond noch
"""
ARTICLES = """
de het een mijn uw jouw je onze ons deze dit die dat
"""
LISTING = "en met plus &"
CHOOSING = "of"
DATES = """
vandaag morgen overmorgen maandag dinsdag woensdag donderdag vrijdag zaterdag zondag ochtend
middag avond middernacht weekend week januari februari maart april mei juni juli augustus
september oktober november december
"""
ASKING = "wanneer waar wie wat welke welk hoe hoeveel waarom waarheen"

ORDINARY = """
de het een der den des en of maar want als dat die dit deze ik jij je u hij zij ze wij we jullie
hen hun mij me jou hem haar ons onze mijn jouw uw zijn in op aan uit bij met na naar van vanaf
voor tot om door over onder tussen tegen zonder te er hier daar waar wanneer hoe wat wie welke
waarom is zijn was waren ben bent worden wordt werd heb hebt heeft hebben had kan kunnen kon moet
moeten mag mogen wil willen wou zal zullen zou niet geen niets nooit altijd vaak al nog maar ook
zeer veel weinig meer minder alle alles iets iemand niemand nu vandaag morgen gisteren straks
later eerder dag avond nacht ochtend middag week maand jaar uur minuut maandag dinsdag woensdag
donderdag vrijdag zaterdag zondag januari februari maart april mei juni juli augustus september
oktober november december een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien
twintig dertig veertig vijftig honderd duizend eerste tweede laatste rood rode blauw blauwe groen
groene geel gele wit witte zwart zwarte roze paars oranje bloem bloemen boeket roos rozen tulp
tulpen lelies plant chocolade taart wijn brood koffie thee water melk suiker zout groot grote
groter klein kleine kleiner nieuw nieuwe ander andere huis adres stad straat deur kaart cadeau
prijs euro geld betalen duur betaling leveren levering sturen krijgen geven nemen wijzigen
toevoegen wachten denken weten zien zeggen gaan komen moeder vader mama papa vrouw man dochter
zoon vriend vriendin kind ook parfum gracht grap gram zeer zware prijzen
"""

NAMES = """
aad adriaan albert alexander anita anja anke anne annemarie annemieke anneke anton antoon arie
arjan arjen astrid barbara bart bas ben bert bianca bob bram brecht carla carolien casper cees
chantal charlotte chris christiaan claudia coen cor corrie daan daniël danielle dennis diana dick
dirk edwin eefje elena elise els elsbeth emma eric erik erwin esmee esther eva evelien femke fenna
ferdinand floor floris frank frans freek fred geert gerard gerda gerrit gert gijs greet guus hanna
hanneke hans harm harry heleen helena hendrik henk herman hilde hugo ilse ina inge ingrid iris
irene jaap jacob jacqueline jan jana janneke jannie jasper jelle jeroen jessica jet joan johan
johanna johannes joke jolanda joost joris jos joyce judith julia julie jurgen karel karin kees kim
klaas koen koos kris lars laura leen lennart leon leonie liam lieke lien lies liesbeth lisa
lisanne lizzy loes lotte luc lucas luuk maaike maarten maartje marc marco margriet maria marianne
marieke marijke marina marit mark marleen marloes martijn martin mathijs max meike merel michiel
mieke mike milan mirjam monique nadia natasja niels nick niek nienke nina noah nora olga oscar
patricia patrick paul peter petra pia piet pieter pim raymond renate rené richard rik rob robert
robin roel roos rudolf ruben rutger ruud sander sandra sanne sara saskia sem simone sjoerd sofie
sophie stefan stefanie stijn suzanne sven sylvia tamara tara tess teun theo thijs thomas tijn tim
tineke tom toon truus wendy wesley wilma wim wouter yvonne
"""

ATTACHMENTS = """
een afbeelding, een foto, een video, een film, een bijlage, een audiobericht, een spraakbericht,
een sticker, een locatie, een contact, een link, een bericht
"""

LANGUAGE = Language(
    code="nl",
    name="Dutch",
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
        (
            r"(vond|vindt|heeft|leuk gevonden:?|geweldig gevonden:?|liket|likete|likte|"
            r"lachte om|lacht om|benadrukte|benadrukt|betwijfelde|vroeg zich af:?|"
            r"twijfelde aan|stelde een vraag over|zette een vraagteken bij|hield van|"
            r"niet leuk gevonden:?) {quote}"
        ),
        r"(vond|vindt) {quote} (niet )?(leuk|geweldig|mooi|grappig|goed|fantastisch)",
        (
            r"(heeft )?(om )?{quote} (benadrukt|geliket|geliked|gelachen|betwijfeld|"
            r"leuk gevonden|niet leuk gevonden|geweldig gevonden)"
        ),
        r"(heeft )?(gereageerd|reageerde) met .{1,30} op {quote}",
        r"(heeft )?(met )?.{1,12} op {quote} gereageerd",
        r"reageerde .{1,12} op {quote}",
        r"(verwijderde|heeft) .{1,40} (van|uit|bij) {quote}( verwijderd)?",
    ),
    disliked=(
        (
            r"(betwijfelde|twijfelde|vroeg|zette een vraagteken|stelde een vraag|niet leuk|"
            r"verwijderde)"
        ),
        r".*(niet leuk|betwijfeld|verwijderd|niet leuk gevonden)$",
    ),
)
