"""German."""

from concierge.intents.language import Language

GRAMMAR = r"""
# -- yes -----------------------------------------------------------------------------------------

yes = [oh | ah | ach | aber | na | also | nun | und] <yes_word> [<yes_after>] | ja warum nicht
    | ja wieso nicht | yes | yep | yeah
yes_word = ja | bestätigen | auftrag bestätigt | jawoll ja | aber sowas von | na sicher | na sichi
    | eh klar | versteht sich | selbstverständlich ja | ja unbedingt | ich bitte darum | bitte ja
    | da spricht nichts dagegen | jaa | jaja klar | ja ja | jau | jo | joo | jop | jup | jupp
    | jep | jepp | jap | japp | joa | jawohl | jawoll | jawollja | jaha | ja doch | doch
    | doch doch | aber ja | na ja klar | aber ja doch | ja gerne | ja gern | ja klar | ja sicher
    | ja genau | ja bitte | ja natürlich | jo klar | jo passt | yes | y | und ob | aber hallo
    | aber immer | klar | klaro | klar doch | na klar | na klaro | aber klar | logisch | na logo
    | ist doch klar | sonnenklar | klarer fall | klare sache | sicher | sicherlich | sicher doch
    | aber sicher | ganz sicher | mit sicherheit | bestimmt | ganz bestimmt | gewiss | natürlich
    | aber natürlich | selbstverständlich | selbstredend | freilich | selbstverfreilich
    | unbedingt | auf jeden fall | auf jeden | auf alle fälle | jedenfalls ja | definitiv
    | absolut | hundertprozentig | hundert prozent | zweifellos | zweifelsohne | ohne zweifel
    | ohne frage | kein zweifel | keine einwände | kein einwand | ohne einwände | nichts dagegen
    | ich habe nichts dagegen | spricht nichts dagegen | keine einwände von (mir | uns)
    | von mir aus gerne | genau | genau so | genau das | genauso | ganz genau | exakt | präzise
    | eben | richtig | ganz richtig | goldrichtig | vollkommen richtig | völlig richtig | korrekt
    | absolut korrekt | stimmt | stimmt so | stimmt genau | das stimmt | stimmt alles
    | alles richtig | alles korrekt | wahr | das ist wahr | so ist es | so ist das
    | so soll es sein | so isses | eben das | zutreffend | das trifft zu | trifft zu | positiv
    | affirmativ | bejahe | ich bejahe | einverstanden | bin einverstanden
    | ich bin [<very>] einverstanden [damit] | wir sind einverstanden [damit]
    | damit (bin ich | sind wir) [<very>] einverstanden | einverstanden damit | zugestimmt
    | ich stimme zu | ich stimme dem zu | stimme zu | wir stimmen zu | zustimmung
    | meine zustimmung | meinen segen haben sie | abgemacht | ausgemacht | vereinbart | geritzt
    | gebongt | gekauft | verkauft | deal | beschlossen | beschlossene sache | abgesegnet
    | genehmigt | bewilligt | akzeptiert | ich akzeptiere | akzeptiere | angenommen
    | ich nehme (an | das an | es an | das angebot an | ihr angebot an) | nehme ich an
    | wird angenommen | bestätigt | bestätige | ich bestätige | bestätige ich | hiermit bestätigt
    | hiermit bestätige ich [die bestellung | den auftrag | das | es | das angebot | die buchung]
    | wir bestätigen | bestätigung | bestätige hiermit | topp | top die wette gilt
    | die wette gilt | es gilt | eingeschlagen | hand drauf | bin dabei | ich bin dabei
    | wir sind dabei | bin ich dabei | da bin ich dabei | freigegeben | freigabe erteilt
    | erlaubnis erteilt | grünes licht | sie haben grünes licht | die antwort ist ja
    | meine antwort ist ja | ich sage ja | ich sag ja | ein klares ja | von mir ein ja
    | das ist ein ja | 10/10 | 100% | gerne | gern | sehr gerne | sehr gern | liebend gerne
    | liebend gern | herzlich gern | mit vergnügen | mit freuden | mit größtem vergnügen
    | mit dem größten vergnügen | aber gerne | aber gern | gerne doch | immer gerne | nur zu
    | nehme ich | nehm ich | das nehme ich | das nehm ich | nehmen wir | die nehme ich
    | den nehme ich | ich nehme es | ich nehme das | ich nehme sie | ich nehme ihn | wir nehmen es
    | ich will es | will ich | will ich haben | möchte ich | möchte ich gern | möchte ich gerne
    | hätte ich gern | hätte ich gerne | das will ich
    | das möchte ich [gerne | gern] [haben | bestellen | kaufen | buchen | so]
    | jawoi | jow | ei ja | eija | ei freilich | jo eh | ja eh | sowieso | sowieso ja | ja
    sowieso | logen | na dann los | sicha | sichi | latürnich | gewisslich | ganz
    gewiss | auf jedsten | in jedem fall | hundert pro | hundertpro | (100 | hundert) (pro |
    prozent) [ja | sicher | einverstanden] | zu (100% | hundert prozent | 100 prozent) [ja |
    einverstanden] | zweifelsfrei | ohne jeden zweifel | ohne jede frage | [gar] keine frage | gar
    keine einwände | besiegelt | so sei es | sei es so | so is es | so is das | wahrhaftig |
    wahrlich | fürwahr | in der tat | zu befehl | bejahend | zustimmen | stimme dem zu | ich stimme
    [dem] (voll | vollkommen | voll und ganz | gerne) zu | da stimme ich zu | dem stimme ich zu |
    [bin | ich bin] damit einverstanden | [bin | ich bin] (voll | vollkommen | völlig | total | sehr
    | ganz | absolut) einverstanden | [ich] bin dafür | dafür | wir sind dafür | bin am start | ich
    bin am start | angebot angenommen | bestellung bestätigt | auftrag erteilt | ich erteile [ihnen
    | hiermit] (den auftrag | die freigabe | meine zustimmung) | hiermit erteile ich den auftrag |
    darum bitte ich | herzlich gerne | nur zu gern | nur zu gerne | mit freude | mit größter freude
    | immer doch | sowas von | aber so was von | aber sowas von ja | erlaubt | genehmigt
    und freigegeben | freigabe | ich gebe [es | das] frei | gebe ich [es | das] frei | gebe frei |
    keine (bedenken | beanstandungen) | nichts einzuwenden | ich habe nichts einzuwenden | dagegen
    (habe ich | gibt es) nichts | da (habe ich | spricht) nichts dagegen | habe nichts dagegen |
    (recht haben sie | recht hast du | da haben sie recht | da hast du recht) | (sie haben | du hast
    | ihr habt) mein (ok | einverständnis | okay | ja | wort) | mein (ok | okay | ja |
    einverständnis) (haben sie | hast du | habt ihr) | ok von (mir | uns) | von mir ein klares ja |
    antwort ja | ein (eindeutiges | großes | dickes) ja | (dreimal | tausendmal | hundertmal) ja |
    ja tausendmal | (ich bin | bin) (überzeugt | überredet) | überzeugt | überredet | amen | nun
    denn ja | wohlan | mit bestimmtheit | ganz klar ja | eindeutig | eindeutig ja | fraglos |
    unbestritten | unstreitig | unzweifelhaft | glasklar | offensichtlich ja | offenkundig ja | voll
    gerne | voll gern | voll ok | volle zustimmung | volle kanne ja | ur gern | ur gerne | oida ja |
    ja oida | bittschön ja | bitte schön ja | bitte gerne | jo [isch | is] (guet | recht | ok) |
    genau äso | genau aso | äbe | äbe ja | gern geschehen ja | immer zu | nur immer zu | natürli |
    natürlech | sicher gern | sicher gerne | ja (voll | wohl | los | mach | sofort bitte | sofort
    gerne) | da bin ich (dafür | einverstanden) | da sage ich (nicht nein | ja) | da sag ich nicht
    nein | ich sage nicht nein | so will ich (es | das) | kommt mir gelegen | wie (besprochen |
    vereinbart | abgemacht | geplant) | ja wie (besprochen | vereinbart | abgemacht | geplant) |
        sehr wohl
yes_after = bitte | gerne | gern | klar | natürlich | genau | sicher | doch | selbstverständlich
    | auf jeden fall | absolut | definitiv | unbedingt | richtig | stimmt | freilich
    | einverstanden | logisch | das ist richtig | mein herr | ja | chef | ist gut | sehr gerne
    | sehr gern | so ist es | bestimmt | so
ok = [oh | ah | ach | na | also | na dann | dann] (ok | okay | ist ok | ist okay | alles klar |
        alles klärchen | in ordnung | ist in ordnung | geht in ordnung | das geht in ordnung |
        geht klar | das geht klar | geht | das geht | geht so klar | passt | passt so | passt
        schon | das passt | passt gut | passt mir | passt mir gut | passt perfekt | passt für mich
        | passt für uns | passt wunderbar | gut | sehr gut | ganz gut | gut so | ist gut | is gut
        | na gut | also gut | nun gut | schon gut so | okidoki | oki | okidok | okeydokey | ok ok
        | gut gut | fein | prima | prima so | bestens | perfekt | supi passt | läuft | machen wir
        | so machen wir das | machen wir so | wird gemacht | recht so | mir recht | ist mir recht
        | soll mir recht sein | von mir aus | meinetwegen | verstanden ja | okay gut | ok gut | ok
        passt | okay passt | ok super | ok perfekt | basst | basst scho | paßt | paast | paletti |
        alles paletti | tiptop | tipptopp | in ordnung so | klingt gut | hört sich gut an | is ok
        | gut dann)
    | alles (klaro | roger | gut so | chico | tutti) | alles roger in kambodscha | geht (fit | für
    mich | für uns | so in ordnung | so klar | für mich klar | voll klar) | kein (problem | ding |
    thema) | tip top | passt (alles | eh | scho | mer | wie angegossen | wie die faust aufs auge |
    oida | ois | soweit) | (des | dat) (passt | geht klar | is gut) | bassd | bassd scho | is jut |
    jut | guet | isch (guet | ok | recht | guet so | in ordnung) | (tönt | klingt | schaut) (guet |
    guad) [aus] | optimal | tadellos | astrein | picobello | läuft (so | bei mir) | schon recht |
    recht is | (das | mir) soll (mir | es) recht sein | so geht (das | es) [klar] | von meiner seite
    (aus | her) (ok | okay | passt das | in ordnung | passt es | ja) | gut dann so | fein so | also
    schön | na schön | das isch guet | (klingt | das klingt) nach einem [guten] plan | wird erledigt
    | mache ich | mach ich | mach ma | passt gut so | ok von meiner seite | roger that
praise = [<very>] (schön | super | toll | klasse | großartig | cool | genial | wunderbar |
        wunderschön | ausgezeichnet | hervorragend | spitze | fantastisch | phantastisch |
        fabelhaft | herrlich | hammer | mega | geil | der hammer | einwandfrei | traumhaft | schön
        | nett | hübsch | gefällt mir | das gefällt mir | ich liebe es | freut mich | erste sahne
        | erstklassig | bravo | stark | top | spitzenmäßig | sensationell | gute idee | tolle idee
        | gute wahl | schon besser | viel besser | wow | supi | supidupi | super duper | juhu |
        hurra | yay | yippie | wie schön | wie toll | stark | knorke | dufte | leiwand | lässig |
        wahnsinn | verstanden | brillant)
    | alles gut | optimal so
answer = <please> | (das | es | so) (ist (es | so) | tut es | tue ich | will ich)
    | (ist | sind) (es | sie) | ja das (ist es | tut es)
    | ich (möchte | will | bin | habe | würde | kann) | (können | dürfen) sie | kannst du
    | darfst du | <open> | ich denke (das ist (gut | richtig | ok) | ja) | tu das | das meinte ich
    | das habe ich gemeint | das wäre es | das wärs
assent = <yes> | <verdict> | <wish> | <go>
    | für mich (ok | okay | in ordnung | gut | perfekt | passt das | passt es)
    | von mir aus (gerne | gern | ok | in ordnung | ja | passt das) | ok für (mich | uns)
    | gut für (mich | uns)
    | passt (für mich | für uns | mir | uns) [<very>] [gut | perfekt | super | wunderbar |
        bestens]
    | von meiner seite (ok | okay | passt es | in ordnung | alles gut | gut | passt alles)
    | mir ist es recht | das ist mir recht
    | damit (kann ich leben | bin ich zufrieden | bin ich glücklich)
    | bin (zufrieden | glücklich) damit
    | <opinion> [,] (also | daher | deshalb | dann) [,] (<yes> | <wish> | <go>) [,] [<wish> | <go> |
    (ich mache | mache ich) es | ich mache das | ich werde es (tun | machen)]
very = sehr | ganz | so | alles | wirklich | absolut | total | völlig | vollkommen | genau | echt
    | super | mega | einfach | auch | schon | jetzt | doch | ja | nur | besonders | gar | voll
    | voll und ganz | für mich | für uns | mir | uns | natürlich | wohl | sogar | bereits
    | jedenfalls | gut | durchaus | damit | endlich | klar | definitiv | tatsächlich
    | hundertprozentig | so weit | soweit | wunderbar
good = gut | okay | ok | perfekt | super | toll | klasse | prima | richtig | korrekt | in ordnung
    | wunderbar | fantastisch | großartig | genial | ideal | optimal | ausgezeichnet
    | hervorragend | spitze | bestens | fein | top | einwandfrei | recht | wahr | schön
    | vollständig | komplett | passend | akzeptabel | angemessen | fair | das richtige
    | der richtige | die richtige | cool | exakt | ein deal | abgemacht | beschlossen | vereinbart
    | bestätigt | traumhaft | meine bestellung | mein auftrag | meine wahl
    | meine buchung | eine gute idee | eine tolle idee | ein guter plan | wie gewünscht
    | wie bestellt | wie gewollt
    | was ich (will | wollte | möchte | brauche | bestellt habe | haben wollte | gesucht habe |
        suche | gesagt habe | meinte)
    | das was ich (will | wollte | möchte | brauche | bestellt habe | suche)
    | so wie ich es (will | wollte | möchte) | tipptopp | tiptop | vernünftig | machbar | klar
    | stimmig | erledigt gut
after = für (mich | uns) | so | auch | jetzt | von mir aus | meinerseits | mit mir | damit | dann
    | danke | hier | insgesamt | an | aus | alles | wie es ist | wie gehabt | so wie es ist | mir
    | uns | ja
verdict = [ja] [das | es | alles | dies | dieses | dieser | diese | so | das alles | alles so |
        die bestellung | meine bestellung | das angebot | ihr angebot | die buchung | die daten |
        die angaben | der termin | der auftrag | die reservierung | die zusammenfassung | <echo>]
        [<very>] (ist | sind | wäre | klingt | sieht | schaut | hört sich | scheint | wird | wirkt
        | tönt | liest sich | stimmt) [<very>+] <good> [<after>+] | passt | klappt | funktioniert
    | stimmt | läuft
    | (das | es | alles | dies | so | das alles | die bestellung | das angebot | ihr angebot | die
        buchung | der termin | die daten | <echo> | der auftrag | die reservierung) [<very>]
        (passt | stimmt | geht | funktioniert | klappt | gefällt mir | sagt mir
        zu | geht klar | geht in ordnung | geht so | tut es) [<very>+] [gut | perfekt | super |
        prima | wunderbar | bestens | in ordnung | klar | hervorragend | genau | ausgezeichnet]
        [<after>+]
    | alles (ok | okay | richtig | korrekt | bestens | perfekt | super | klar | in ordnung |
        prima | da | so richtig | drin) [<after>+]
    | <very>+ (richtig | korrekt | in ordnung | perfekt) [<after>+]
    | so (ist es | ist das | stimmt es | stimmt das | passt es | passt das | ist alles | möchte
        ich es | will ich es | machen wir es | wollte ich es | soll es sein | ist es [<very>]
        <good> | passts) [<very>] [<after>+]
    | (genau | exakt) (so | das | richtig | mein | wie ich es (will | wollte | möchte) | was ich
        (will | wollte | möchte | brauche | suche)) | (perfekt | gut | super) so
    | sie haben (recht | alles richtig | es richtig) [verstanden | notiert | erfasst |
        aufgenommen] | du hast (recht | alles richtig | es richtig) [verstanden | notiert]
    | das (wäre | ist) es [genau] ja
it = das | es | dies | dieses | diese | den | die | ihn | sie | alles | das alles | das so | es so
    | den da | das hier
det = der | die | das | den | dem | meine | meinen | mein | diese | diesen | dieses | dieser | ihr
    | euer | unser | unsere
process = bestellung | buchung | reservierung | termin | kauf | auftrag | angebot | lieferung
    | zahlung | vorschlag | kostenvoranschlag | anfrage
np = <it> | [<det>] <process> | (diese | diesen | dieses | dieser) <echo>
    | [<det>] <process> (für | von | am | um | in | bei | zu | der | des) [den | die | das | dem]
        <echo>
enp = [<det>] <echo>
verb = bestellen | buchen | kaufen | reservieren | nehmen | machen | schicken | senden | liefern
    | bestätigen | annehmen | abschließen | ausführen | beauftragen | akzeptieren | haben
    | durchführen | veranlassen | organisieren | erledigen | zusenden | losschicken | abschicken
    | einbuchen | zuschlagen | vereinbaren | ordern | abbuchen | belasten
go = [<lead_in>+] (los geht's | auf geht's | leg los | legen sie los | legt los | mach das | mach
        es | mach so | mach weiter | machen sie | machen sie das | machen sie es | machen sie so |
        machen sie weiter | machen sie mal | macht das | macht es | nur zu | nur los | weiter |
        weitermachen | fahren sie fort | fahre fort | fortfahren | bestellen sie |
        buchen sie | reservieren sie | kaufen sie | liefern sie | schicken sie | senden sie |
        bestätigen sie | bestätige | tu es | tun sie es | tu das | tun sie das | ab die post | ab
        dafür | her damit | immer her damit | raus damit | ab damit | veranlassen sie |
        organisieren sie | erledigen sie | in auftrag geben | verbindlich bestellen | verbindlich
        buchen) [<it>] [<go_after>+]
    | [<lead_in>+] (bestellen | senden | machen | veranlassen | organisieren | erledigen | führen
        | geben | bringen | belasten) [sie] [mir | uns] <np> [<go_after>+]
    | [<lead_in>+] (bestell | reservier | kauf | liefer | bestätige | nimm | bring) [mir | uns]
        <np> [<go_after>+] | [<lead_in>+] <np> [<go_after>+] <verb> [<go_after>+]
    | (sie | du | ihr) (können | kannst | könnt | dürfen | darfst) [<np>] [<go_after>+] (<verb> |
        loslegen | fortfahren | weitermachen | starten | anfangen | tun)
    | (können | kannst | dürfen) (sie | du) [<np>] [<go_after>+] <verb>
    | wir (nehmen | machen) <np> [<go_after>+] | (machen) wir [<np>] [<go_after>+]
    | lass uns (das | es) (machen | tun) | lassen sie uns (das | es) (machen | tun)
    | (bitte | dann | jetzt | gerne | so | bitte so | gleich) <verb> [<go_after>] | <verb> bitte
    | so machen | so bestellen | so buchen | so nehmen
    | [<lead_in>+] (mach | mach mal | mach ruhig | mach bitte | mach hin | mach klar | mach fix |
        dann mal los | leg mal los | feuer frei | volle fahrt voraus | tu dir keinen zwang an |
    tun sie sich keinen zwang an | bestell | bestell es | bestell das | buch es | buch das | kauf es
    | kauf das | reservier es | reservier das | nimm es | nimm das | schick es | schick es los |
    lasst uns das machen | lass uns das so machen | lass es uns (tun | machen | so machen) | lass
    krachen | auftrag ausführen | so machen wir es | machen wir es so | machen wir es | weiter geht
    es | so machen | nur her damit) [<go_after>+]
go_after = bitte | jetzt | so | gerne | gern | für mich | für uns | mir | uns | gleich | sofort
    | dann | danke | mal | auch | verbindlich | einfach | fest | mit <np> | los | durch | an | ein
    | ab | auf | aus | weiter | fort | damit | ruhig | direkt | bitte schön | doch
lead_in = dann | also | und | bitte | gut | na dann | ja | ok | einfach | jetzt | gerne | so
wish = [ja] ich (nehme | möchte | will | bestelle | buche | kaufe | reserviere | bestätige |
        akzeptiere | hätte | wähle | nehm | bestell | ordere | brauche | wünsche) [<very>] [gerne
        | gern] <np> [<go_after>+] [<verb>] [<go_after>+]
    | [ja] (möchte | will | nehme | bestelle | buche | kaufe | reserviere | bestätige | nehm |
        hätte) [ich] [gerne | gern] <np> [<go_after>+] [<verb>]
    | [ja] (das | es | die | den | dies | alles | <np>) (nehme | möchte | will | bestelle | buche
        | kaufe | bestätige | hätte | nehm) (ich | wir) [<go_after>+] [<verb>] [<go_after>+]
    | wir (nehmen | möchten | wollen | bestellen | buchen | kaufen | reservieren | bestätigen |
        akzeptieren | hätten) [gerne | gern] <np> [<go_after>+] [<verb>]
    | (das | es) (wäre | ist) [<very>+] (perfekt | super | toll | klasse | wunderbar | prima |
        großartig | nett | schön | ideal | fantastisch | lieb) [<after>]
    | (wäre | klingt) [<very>+] (perfekt | super | toll | klasse | wunderbar | prima | großartig |
        schön | ideal | gut) [<after>]
    | ich bin (bereit | soweit | zufrieden | einverstanden | damit einverstanden | damit zufrieden
        | glücklich damit) [damit | mit dem angebot | mit allem] | bin (bereit | soweit)
opinion = ich (denke | glaube | finde | meine) [,] [dass] (das | es) (passt | geht | klappt |
        funktioniert | ist gut | ist ok | wird gehen | wird klappen | wird funktionieren | würde
        gehen | würde klappen | würde funktionieren | sollte gehen | sollte klappen | sollte
        funktionieren | gut ist | ok ist | funktionieren würde | funktionieren wird | klappen wird |
        funktionieren sollte) [so] | ich (denke | glaube) (schon | ja)
open = (ich | wir) (möchte | will | nehme | hätte | würde | brauche | möchten | wollen | nehmen |
        hätten | bestelle | buche | kaufe) [gerne | gern] [<enp> | (ein | eine | einen) (<process>
        | <echo>)] [für <echo>] [<go_after>+] [<verb>] [<go_after>+]
    | (bestellen | buchen | kaufen | reservieren | schicken | geben | bringen | liefern) sie [mir
        | uns] [<enp> | (ein | eine | einen) (<process> | <echo>)] [<go_after>+]
    | <enp> [<go_after>+] (<verb>)
    | (bestell | buch | kauf | reserviere | schick | gib | bring) [mir | uns] <enp> [<go_after>+]
    | <verb>

# -- around it -----------------------------------------------------------------------------------

polite = <please> | <thanks> | <address> | <kind> | <closing> | oh | ah | ach | also | wow
    | dann
please = bitte | bitte schön | bitteschön | bitte bitte | bitte sehr | biddö | büdde | please
thanks = [ok | vielen | herzlichen | schönen | besten | lieben | tausend | recht herzlichen | ganz
        herzlichen | vielen lieben | ganz lieben] (dank | danke | dankeschön | danke schön | danke
        sehr | merci | dankesehr | dankee | thx | vergelts gott) [sehr | schön | vielmals |
        nochmal | nochmals | dir | ihnen | euch | im voraus | auch | ihnen auch | vorab | dafür]
        [für (alles | die hilfe | ihre hilfe | die mühe | ihre mühe | den service | die schnelle
        antwort | die info | das angebot | ihr angebot | die geduld | die auskunft | die
        unterstützung | das | die rückmeldung | eure hilfe | deine hilfe)]
    | (ich | wir) (danke | bedanke mich | danken | bedanken uns) [ihnen | dir | euch] [sehr |
        herzlich | vielmals | schon mal] | danke danke | besten dank im voraus
    | (sehr | wirklich | total) (nett | lieb | freundlich) [von (ihnen | dir | euch)]
    | das ist (sehr | wirklich | total) (nett | lieb | freundlich) [von (ihnen | dir | euch)]
greeting = hallo | hi | hey | guten (tag | morgen | abend) | moin | moin moin | servus | grüß gott
    | grüezi | hallöchen | tach | morgen zusammen | hallo zusammen | na du | huhu | salü
address = herr | frau | chef | chefin | meister | mein freund | freund | freunde | alter | digga
    | bro | leute | kollege | liebes | schatz | süße | mein lieber | meine liebe | ihr lieben
    | liebes team | team | mann | junge | mädels | jungs | frau <name> | herr <name>
    | <name> [<name>] | mein guter | lieber <name> | liebe <name> | gnädige frau
kind = (sie | ihr | du) (sind | seid | bist) [<very>+] (die besten | der beste | die beste |
        spitze | super | toll | klasse | ein schatz | ein engel | engel | großartig | genial |
        wunderbar | lieb | nett | freundlich | schnell | einfach die besten | ein held | die
        größten | mega | der hammer | top)
    | (toller | super | guter | klasse | bester | spitzen) service | gute arbeit
    | (ich freue | freue | wir freuen | freu) (mich | uns) [sehr | schon | riesig | darauf |
        drauf] [darauf | drauf | sehr] | ich bin [<very>] (begeistert | glücklich | froh)
    | ihr rockt | respekt | gut gemacht
closing = [mit] [freundlichen | besten | lieben | vielen | schönen | herzlichen | freundlichem]
        (grüßen | grüße | gruß) [, <signed>]
    | (mfg | lg | vg | glg | gruß | viele grüße | liebe grüße | beste grüße | schöne grüße |
        herzliche grüße | bg) [, <signed>]
    | von meinem (iphone | handy | android | smartphone | samsung | ipad) gesendet
    | gesendet von (meinem | mein) (iphone | handy | android | smartphone | samsung | ipad)
    | hier [ist] <name> [<name>] | hier spricht <name>
signed = <name> | <unknown> | <name> <unknown> | <unknown> <unknown> | <name> <name>
beside = <open> | (keine | ohne) änderungen | nichts zu ändern | so lassen
    | kein (problem | ding | thema | stress) | keine (ursache | sorge) | macht nichts
    | [und] das (wäre | wars | war's | war | ist) alles [für heute | danke] | das wär's | das wärs
    | mehr nicht | sonst nichts | nichts weiter | tschüss | tschüß | tschau | ciao | tschö
    | servus | pfiat di | bis (bald | dann | später | gleich | denn) | auf wiedersehen
    | wiedersehen | auf wiederhören
    | schönen (tag | abend | feierabend | nachmittag | sonntag) [noch | ihnen | euch | dir | auch]
    | einen schönen (tag | abend) [noch | ihnen | euch | dir] | schönes (wochenende) [noch]
    | gute nacht | guten abend noch | machs gut | mach's gut | haha | hihi | hehe | lol
    | ich will es | ich möchte das | das möchte ich | ich bin (sicher | mir sicher | ganz sicher)
    | warum nicht | wieso nicht | ihnen auch | kann es kaum erwarten | kanns kaum erwarten
    | ich kann es kaum erwarten | gleichfalls | ebenso | sie können | das ist alles
pause = eigentlich | moment | moment mal | einen moment | einen augenblick | augenblick | warte
    | warte mal | warten sie | sekunde | eine sekunde | mal sehen | mal schauen | mal gucken
    | lass mich (sehen | schauen | überlegen | nachdenken | prüfen)
    | lassen sie mich (sehen | schauen | überlegen | prüfen) | ich (schaue | gucke | prüfe) [mal]
    | äh | ähm | öh | hm | hmm | mh | naja
joining = und | dann | also | so | &
naming = [für | auf | zu | zum | mit | das | die | der] [das | die] [angebot | bestellung |
        auftrag | nummer | nr | option] [nummer | nr | no | n | #] <number>
repeating = [für | am | um | an | in | bei | zu | zum | zur | mit | von | auf | der | die | das |
        den | dem | mein | meine | ab | und | es sind | es ist | das ist] [den | die | das | dem]
        <echo>

# -- no ------------------------------------------------------------------------------------------

decline = [<lead>+] <no> [<no_after>+]
lead = ok | oh | ah | ach | äh | na | also | tut mir leid | sorry | leider | aber | doch | , | ja
    | eigentlich | dann | gut | nun | hm | bitte | danke | nee | entschuldigung | okay | ne
    | ich glaube | ich denke | lieber | und | dann doch | es tut mir leid
no = nein | nee | ne | nö | nöö | nä | nope | neee | nein nein | nein danke | ne danke | nee danke
    | nö danke | neinn | niemals | nie | nie im leben | niemals nie
    | auf (keinen | gar keinen) fall | keinesfalls | keineswegs | nicht | lieber nicht
    | eher nicht | besser nicht | bitte nicht | gar nicht | überhaupt nicht | ganz und gar nicht
    | absolut nicht | sicher nicht | bestimmt nicht | natürlich nicht | definitiv nicht
    | unter keinen umständen | noch nicht | jetzt nicht | heute nicht | nicht jetzt | nicht heute
    | nicht wirklich | nicht nötig | nicht notwendig | nicht interessiert | kein interesse
    | kein bedarf | keine lust | kein danke | negativ | ablehnen | abgelehnt | ich lehne ab
    | lehne ich ab | lehne ab | ich verzichte | verzichte | danke nein | danke nicht | nicht mehr
    | nicht für mich
    | vielleicht (später | ein andermal | ein anderes mal | nächstes mal | morgen)
    | ein (andermal | anderes mal) | später | nächstes mal
    | lass (mal | es | gut sein | das | stecken | bleiben)
    | lassen (sie es | wir es | wir das | sie das | sie mal) | lass mal gut sein | vergiss es
    | vergessen sie es | vergiss das | schon gut | egal | passt nicht | geht nicht
    | geht gar nicht | stimmt nicht | falsch
    | das ist (falsch | nicht richtig | nicht korrekt | nicht ok | nicht in ordnung | nicht gut)
    | das (stimmt | passt | geht | will ich | möchte ich | brauche ich | gefällt mir | ist) nicht
    | nix | nichts | keine gnädige frau | keiner
    | (ich | wir) (will | möchte | brauche | nehme | mag | wollen | möchten | brauchen | nehmen |
        bestelle | habe) (das | es | die | den | dies | ihn | sie | <np>) (nicht | doch nicht |
        nicht mehr | jetzt nicht) [bestellen | kaufen | buchen | haben | mehr | mehr haben]
    | (ich | wir) (will | möchte | brauche | wollen | möchten | brauchen | habe | nehme) [doch]
        (nicht | nichts | kein | keine | keinen) [mehr] [interesse | bedarf | bestellung | termin
        | reservierung | lust] | (ich) (denke | glaube | fürchte) (nicht | nein | eher nicht)
    | (ich denke | ich glaube) (es bedeutet) nein
    | (ich bin | bin) (nicht [damit] (einverstanden | interessiert) | dagegen | raus | damit nicht
        einverstanden) | nicht einverstanden | nicht damit einverstanden
    | (bestell | bestellen sie | buchen sie | kaufen sie | machen sie | schicken sie | mach | tu |
        buch | kauf) [das | es | mir | die | den] [bitte] (nicht | nichts)
    | (ist | das ist | mir | wird | ist mir | das ist mir) [mir | etwas | ein bisschen | viel |
        leider] zu (teuer | spät | früh | viel | weit) | zu (teuer | spät | früh)
    | nee du | mitnichten | nie und nimmer | nimmer | ganz (sicher | bestimmt | gewiss | klar) nicht
    | keine zeit | kein geld | viel zu (teuer | spät | früh) | passt (mir | uns | leider | mir
    leider | so | mir so) nicht | geht (leider | so | bei mir) nicht | inkorrekt | nicht (korrekt |
    richtig | gut | ok | okay | in ordnung) | dagegen | ich lehne (das | es) ab | verweigert |
    verzichte dankend | ich verzichte dankend | (ich | wir) (will | möchte | wollen | möchten | mag
    | mögen) nicht | (will | möchte | brauche | nehme | mag | bestelle | kaufe) (ich | wir) nicht
    [mehr] | will nicht | mag nicht | möchte nicht | (das | den | die) (will | möchte | brauche |
    nehme | mag) ich nicht [mehr] | (glaube | denke | glaub | denk) [ich] nicht | wohl kaum | kaum |
    nein doch | unmöglich | ausgeschlossen | kommt [mir | gar | überhaupt] nicht (in frage |
    infrage) | nichts da | denkste | pustekuchen | von wegen | weit gefehlt | i wo | ach wo | nicht
    doch | nicht die bohne | um gottes willen [nein] | bloß nicht | nicht mit mir | ohne mich |
    niente | nee lass mal | auf gar keinen | nie im traum | im leben nicht | leider (nein | nicht)
no_after = , | danke | vielen dank | danke schön | dankeschön | trotzdem danke | danke trotzdem
    | nein | sorry | bitte | jetzt | heute | im moment | momentan | zurzeit | derzeit | gerade
    | später vielleicht | vielleicht später | tut mir leid | leider | schon gut | ist schon gut
    | passt schon | alles gut | tschüss | tschüß | auf wiedersehen | schönen tag [noch]
    | ein andermal | lieber nicht | doch nicht | <no> | mehr | herr | frau | noch nicht
done = (nein | ok | nö) [,] [danke] [,] <finished> | <finished>
finished = (das (war's | wars | war | wäre | wär | ist) (alles | es) | das war's | das wars | das
        wär's | das wärs | das ist alles | mehr nicht | sonst nichts | nichts weiter | nichts
        mehr) [für heute | für jetzt] [danke | tschüß | tschüss]

# -- the other intents ---------------------------------------------------------------------------

undo = rückgängig | rückgängig machen | widerruf | widerrufen
    | (storniere | stornieren | storno | stornier | annullieren | abbrechen | abbruch | brich ab |
        stornierung) [sie] [das | es | alles | bitte | meine bestellung | die bestellung | <np>]
    | <undo_within> | (mach | machen sie) (das | es) rückgängig | (bitte) (stornieren | abbrechen)
    | (stoppe | beende | beenden | halte) (den | die) (laufenden | aktuelle | laufende) (prozess |
        aufgabe | vorgang) [an] | bitte halte die aktuelle aufgabe an
undo_within = (storniere | stornieren | storniert | stornierung | cancel | canceln | widerrufe |
        widerrufen | annulliere | annullieren) [sie] [bitte] (meine | die | den | das | meinen |
        unsere | diese | der | meiner) [letzte | ganze] (bestellung | buchung | reservierung |
        termin | auftrag | lieferung)
    | (meine | die | den | meinen | unsere) (bestellung | buchung | reservierung | termin |
        auftrag | lieferung) [bitte | wieder | doch] (stornieren | storniert | absagen |
        rückgängig machen | abbestellen | widerrufen | canceln | annullieren | zurückziehen)
    | (habe | hab) [es] mir anders überlegt | es mir anders überlegt | [meine] meinung geändert
    | (doch) nicht mehr (haben | bestellen) | aus versehen [bestellt | bestätigt | zugesagt]
    | versehentlich [bestellt | bestätigt | zugesagt] | möchte (stornieren | widerrufen | absagen)
    | (können | kannst) (sie | du) [das | die bestellung] stornieren
stop = stoppen sie (die | diese) (nachrichten | sms) | meld mich ab | stop | stopp | abmelden
    | abmeldung | abbestellen | austragen | kündigen | kündigung | aufhören | hör auf
    | hören sie auf | hört auf | schluss | ende | beenden | löschen | stop sms | stopp bitte
    | stop bitte | bitte stoppen | stoppen | lass mich in ruhe | lassen sie mich in ruhe
    | lasst mich in ruhe | keine sms mehr | keine nachrichten mehr | verpiss dich | hau ab
    | haut ab | ruhe | abbestellung | newsletter abbestellen | spam | nicht mehr schreiben
    | stopp jetzt | bitte abmelden | bitte austragen | melde mich ab | widerspruch
    | sofort aufhören | nerv nicht | nervt nicht | ihr nervt | du nervst | sie nerven | das nervt |
    verschwinde | verschwindet | verschwinden sie | zieh leine | halt die klappe | halt die fresse |
    halts maul | halt's maul | halt den mund | schnauze | fresse | klappe | ruhe jetzt | schluss
    (jetzt | damit) | jetzt ist schluss | mach schluss damit | es reicht [jetzt | mir] | jetzt
    reicht es [mir] | mir reicht es | das reicht [jetzt] | genug | genug jetzt | genug davon | ich
    kündige | hiermit kündige ich | deaktivieren | bitte deaktivieren | blockieren | ich blockiere
    (sie | euch | dich) | das ist (spam | belästigung) | ich widerspreche | stopp sms | stop (alles
    | das | damit | jetzt) | stopp (das | alles | damit) | stoppt das | unterlassen sie das | lassen
    sie das | lasst das | falsche nummer [,] bitte löschen | verpisst euch | verpissen sie sich |
    leck mich | fick dich | fickt euch
stop_within = (lass | lassen | lasst) [sie] (mich | uns) [bitte | endlich | doch | einfach |
        jetzt] (in ruhe | in frieden | zufrieden)
    | (hör | hört | hören sie) [bitte | endlich] auf [mir | mich | uns | damit] [zu] [ständig |
        immer] [schreiben | nachrichten | sms | texten | mir | zu schreiben | zu belästigen |
        belästigen | zu nerven]
    | (keine | keinerlei | nie wieder | nie mehr) [weiteren | weitere | mehr | eurer | ihrer] (sms
        | nachrichten | nachricht | texte | werbung | werbesms | benachrichtigungen |
        mitteilungen) [mehr]
    | (möchte | will | wünsche | wollen | möchten) [bitte] (keine | nicht mehr | nichts mehr |
        nicht weiter | nicht) [weiteren | weitere | mehr] (sms | nachrichten | von ihnen | von
        euch | werbung | benachrichtigungen) [mehr | von ihnen] [kontaktiert | angeschrieben |
        angetextet | belästigt | bekommen | erhalten | empfangen | hören | werden]
    | (möchte | will | wünsche | wollen | möchten) [bitte] (nicht mehr | nichts mehr | nicht
        weiter | nicht) [weiter | mehr] [von ihnen] (kontaktiert | angeschrieben | angetextet |
        belästigt | empfangen | hören)
    | (schreib | schreiben | schreibt | sende | senden | sendet | schick | schicken | schickt |
        kontaktieren | kontaktiere | textet | belästigen) [sie] (mir | mich | uns) [bitte] (nicht
        | nie | nichts | keine) [mehr | wieder | weiter | sms | nachrichten] [mehr] [an]
    | (melde | melden | meldet | trag | trage | tragen | tragt | nimm | nehmen | streich |
        streichen | lösche | löschen | lösch | entfernen | entferne | entfernt | streicht) [sie]
        (mich | uns | meine nummer | meine daten | meine handynummer | diese nummer) [bitte] [aus
        | von | ab | raus | der | dem | ihrer | ihrem | eurer | liste | verteiler | ihrem
        verteiler | der liste | dem verteiler]
    | (mich | uns) [bitte] (abmelden | austragen | löschen)
    | (sms | nachrichten | newsletter | abo) (abbestellen | abmelden | kündigen | stoppen |
        stornieren) | aus (dem | ihrem | eurem) verteiler | von (der | ihrer | eurer) liste
    | (nicht mehr | nie wieder) (schreiben | kontaktieren | anschreiben | texten | belästigen)
    | einwilligung (widerrufen | zurückziehen | zurück)
    | widerrufe (meine | hiermit meine) einwilligung | widerspreche der (nutzung | werbung)
    | (meine | diese | die) (nummer | handynummer | daten) [bitte] (löschen | entfernen | streichen)
    | kontaktiert mich nicht | (melden | meldet | melde) (sie sich | euch | dich) [bitte] nicht mehr
    | (den | diesen | das | dieses) (newsletter | abo) ab | (abo | abonnement) (beenden | kündigen |
    abbestellen) | (nachrichten | benachrichtigungen | sms) (deaktivieren | ausschalten | abschalten
    | einstellen | beenden) | widerrufe ich meine einwilligung | (vergesst | vergessen sie | vergiss
    | verliert) meine nummer | (stop | stopp | stoppt | stoppen) [sie] (die | diese | alle | eure |
    ihre) (nachrichten | sms) | keine lust [mehr] auf (eure | ihre | deine | die) (nachrichten | sms
    | werbung) | unterlassen sie | (ich verbitte mir | verbitte mir)
start = start | starten | anmelden | wieder anmelden | reaktivieren | fortsetzen | neu anmelden
    | abonnieren | beginnen | sie dürfen mir wieder schreiben | wieder schreiben
    | weiter empfangen
help = hilfe | help | info | infos | hilf mir | helfen sie mir | hilfe bitte | bitte hilfe
    | ich brauche hilfe | brauche hilfe | information | informationen
    | wie (funktioniert | geht) (das | es | dies)
    | wie (bestelle | kann | mache) ich [das | etwas | bestellen]
    | was (kannst du | können sie | kann ich) [tun | machen | fragen]
    | wer (bist du | sind sie | ist da | ist das) | was ist das
    | (können sie | kannst du) mir helfen | optionen | befehle | anleitung | support
menu = menü | menu | karte | speisekarte | katalog | die karte | das menü | der katalog | preise
    | preisliste | liste | angebot liste | sortiment
    | (zeig | zeigen sie | schick | schicken sie | gib | geben sie) mir (die karte | das menü |
        den katalog | die preise | die preisliste | das sortiment | die speisekarte)
    | was (haben sie | habt ihr | hast du | verkaufen sie | verkauft ihr | gibt es | bieten sie an
        | bietet ihr an) [im angebot | alles | so]
    | (kann | darf | könnte | möchte) ich (die karte | das menü | den katalog | die preise) (sehen
        | haben)
status = status | bestellstatus | lieferstatus | sendungsverfolgung | verfolgen | wo bleibt es
    | wo ist es | wann kommt es | gibt es (neuigkeiten | was neues) | <status_within> | stand
    | wie ist der stand | wann kommt das | ist es unterwegs
status_within = wo (ist | bleibt | bleiben | sind | steckt) [denn] (meine | die | mein | das | der
        | unsere) (bestellung | lieferung | paket | sendung | blumen | fahrer | kurier | essen |
        sachen)
    | (status | stand) (meiner | der | von meiner | meines | zu meiner | bezüglich meiner)
        (bestellung | lieferung | sendung | pakets)
    | wann (kommt | kommen | wird | ist | werden | erhalte ich | bekomme ich | trifft) [denn]
        (meine | die | mein | das | unsere) (bestellung | lieferung | paket | sendung | blumen)
    | (ist | wurde | kommt) (meine | die | mein | das) (bestellung | lieferung | paket | sendung)
        [schon | noch | heute | bereits] [unterwegs | da | angekommen | verschickt | versandt |
        raus | geliefert | fertig | noch]
    | (meine | die | mein | das) (bestellung | lieferung | paket | sendung) (verfolgen | ist noch
        nicht da | ist noch nicht angekommen | nicht angekommen | noch nicht)
    | (neuigkeiten | neues) (zu | von) (meiner | der) bestellung
usual = [ich nehme | ich möchte | ich hätte gern | ich hätte gerne | bitte | für mich | nochmal |
        noch mal | einmal] (das übliche | wie immer | das gleiche [nochmal | noch mal | wie immer
        | wie letztes mal | wieder | wie beim letzten mal | wie sonst] | dasselbe [nochmal | noch
        mal | wie immer | wie letztes mal | wieder | wie beim letzten mal] | wie (üblich | gehabt
        | gewohnt | letztes mal | beim letzten mal | sonst | immer) | die übliche bestellung |
        meine übliche bestellung | die gleiche bestellung [wie (immer | letztes mal | beim letzten
        mal)]) [bitte] | nochmal (das gleiche | dasselbe | so) | noch mal (das gleiche | dasselbe)
    | noch einmal (das gleiche | dasselbe) | wiederholen | bestellung wiederholen
    | gleiche wie (immer | letztes mal)
card = meine karte | karte ändern | karte wechseln | neue karte | zahlungsmittel | zahlungsart
    | kreditkarte | <card_within>
card_within = (meine | die | eine | neue | andere | eine andere | eine neue | der) [neue | andere]
        (karte | kreditkarte | zahlungsart | zahlungsmethode | bankkarte | zahlungsdaten |
        kartendaten) [bitte] (ändern | wechseln | aktualisieren | austauschen | ersetzen |
        hinzufügen | hinterlegen | benutzen | verwenden | angeben | ist abgelaufen | wurde
        abgelehnt | wurde gesperrt | abgelaufen | gesperrt | gestohlen | funktioniert nicht)
    | (neue | andere) (karte | kreditkarte | bankkarte)
    | mit (einer | der) (anderen | neuen) karte
receipt = quittung | rechnung | beleg | kassenbon | bon | kassenzettel | die rechnung
    | die quittung | meine rechnung | <receipt_within> | rechnung bitte | quittung bitte
    | beleg bitte
receipt_within = (schick | schicken | schickt | sende | senden | gib | geben | brauche | möchte |
        hätte | bekomme | bekommen | benötige | will | haben | zusenden) [sie] [mir | uns | ich |
        wir | gern | gerne | noch | bitte] [die | eine | einen | den | meine | meinen | ich]
        (rechnung | quittung | beleg | kassenbon)
    | (kopie | zweitschrift) der (rechnung | quittung)
    | rechnung (schicken | zuschicken | senden | zusenden | haben)
stranger = [hallo | guten tag] , [sorry | entschuldigung | tut mir leid] , [aber | nein] ,
        <not_them> , [sorry | tut mir leid]
not_them = [das ist [die] | sie haben die | du hast die | ihr habt die | da haben sie die | ich
        glaube sie haben die | hier ist die | sie haben eine | du hast eine] falsche nummer |
        [sie sind] falsch verbunden | (da haben sie sich | sie haben sich | du hast dich | da
        hast du dich) verwählt | (das | hier) bin ich nicht | das bin nicht ich | (ich bin | das
        ist | hier ist | wir sind) nicht <name> | das ist (nicht | nicht mehr) (ihre | seine)
        nummer | falsche person
wrong_within = falsche nummer | falsch verbunden | verwählt
human = mensch | ein mensch | person | mitarbeiter | berater | kundendienst | kundenservice
    | jemand | ein mitarbeiter | operator | ansprechpartner | agent | rufen sie mich an
    | ruf mich an | echte person | <human_within>
human_within = (mit | an | zu) (einem | einer | dem | der | jemandem | jemand | nem | ner | eurem
        | ihrem) [echten | richtigen | menschlichen] (menschen | mensch | mitarbeiter |
        mitarbeiterin | person | berater | beraterin | operator | agenten | chef | ansprechpartner
        | verantwortlichen | manager | kollegen) [sprechen | reden | verbinden | chatten |
        schreiben] | mit jemandem (sprechen | reden)
    | (rufen | ruf | ruft) [sie] mich [bitte | mal] an | mich [bitte] anrufen
    | (können | kannst | könnte) (sie | du | jemand | mich jemand) [mich] anrufen
    | (bist | sind) (du | sie) (ein | eine) (bot | roboter | mensch | maschine | echte person |
        echter mensch)
    | (echter | richtiger | echten | richtigen) (mensch | mitarbeiter | menschen)
    | ist da (jemand | ein mensch) | kundenservice | kundendienst
autoreply_within = ich (fahre | bin am fahren | fahre gerade | sitze am steuer | bin im auto)
        [gerade] [auto] | (automatische | automatisch generierte) (antwort | nachricht)
    | abwesenheitsnotiz | (nicht im büro | außer haus | außer haus)
    | ich bin (derzeit | momentan | zurzeit | aktuell | bis | vom | im urlaub | im meeting | in
        einer besprechung | nicht im büro | nicht erreichbar | gerade nicht erreichbar | in
        elternzeit) | im urlaub
    | ich kann (gerade | momentan | derzeit | jetzt) nicht (sprechen | telefonieren | antworten |
        ans telefon)
    | (melde mich | rufe [sie | dich] | antworte) (später | sobald | zurück | schnellstmöglich |
        umgehend) | (vielen dank | danke) für (ihre | deine | eure) (nachricht | anfrage | mail)
    | (wir haben ihre | ihre) nachricht (erhalten | ist eingegangen)
    | nicht auf diese (nachricht | sms) | (nicht stören | fahrmodus)
    | unsere (öffnungszeiten | geschäftszeiten) | diese nummer (ist nicht | wird nicht)
never_within = mach es gut | (ja | na | jaja) ja ja | jaja | ja ne is klar | na toll | na super
    | na klasse | na prima | ist mir egal | mir egal | wenn es sein muss | na ja | weiter so |
        ist das (ok | in ordnung | gut | korrekt) so | sind sie sicher | ich schätze |
        wenns sein muss
    | von wegen | wer es glaubt | wers glaubt | ja und nein | jein | ja nein | nicht dein ernst
    | schön wär's | schön wärs | ja sicher doch nicht | joa mal | so lala | geht so
    | das ist mir egal | egal | was auch immer | ja aber nein | doch nicht | muss ich
    | ach ja genau und
    | (bestelle | bestell | bestellen | bestellt | buche | buch) [sie | ich] [es | das | sie | alles
    | mir] [bitte] ab | bestelle [ich] (es | das) wieder ab
    | (bestätige | bestelle | kaufe | buche | nehme | akzeptiere | reserviere) [ich] [es | das]
    (morgen | heute | übermorgen | montag | dienstag | mittwoch | donnerstag | freitag | samstag |
    sonntag)
other_question_within = noch (etwas | was | irgendetwas | weitere | fragen | wünsche | hilfe)
    | sonst noch | etwas (anderes | ändern) | (weitere | andere) (fragen | wünsche | hilfe)
    | (möchten | wollen | möchtest | willst | würden) (sie | du) [noch] [etwas | das | es | die
        bestellung | lieber] (ändern | ergänzen | hinzufügen | stornieren | absagen | abbrechen |
        wissen | sehen | warten | tauschen | anpassen | lieber)
    | (haben | hast) (sie | du) (fragen | noch fragen | allergien | die nachricht | meine
        nachricht | schon)
    | (soll | sollen) (ich | wir) [es | das | die bestellung | lieber] (stornieren | ändern |
        abbrechen | warten | löschen) | (meinten | meinen | meinst) (sie | du)
    | sind sie (sicher | noch da) | bist du (sicher | noch da) | mehr (zeit | hilfe) | wie war
    | ist (alles angekommen | es angekommen) | (ändern | hinzufügen)
offer_within = antworten sie [mit] ok | antworte [mit] ok | antworten sie einfach ok | mit ok
    | ok zum (bestellen | bestätigen | buchen)
    | (soll | sollen | darf | kann) (ich | wir) [das | es | die] [so] (bestellen | buchen |
        aufgeben | bestätigen | reservieren | schicken | liefern)
    | (passt | stimmt) (das | es) [so]
    | ist das (richtig | korrekt | ok | in ordnung | so richtig) | einverstanden
    | bestellung (aufgeben | bestätigen)
suggestion_within = wie wäre es | wie wär's | was halten sie | was (sagen | meinen) sie
    | wie klingt
"""

SPELLINGS = """
okay okey oki okk okee = ok
dankeee dankee = danke
dankeschoen dankeschön = danke schön
bitteschön bitteschoen = bitte schön
gehts = geht es
geht's = geht es
passts = passt es
stimmts = stimmt es
machs mach's = mach es
hab = habe
nich net nit = nicht
hats = hat es
ists = ist es
isses = ist es
wars war's wärs wär's = war es
klingts = klingt es
gibts = gibt es
habs = habe es
nehms = nehme es
nehm = nehme
hätt = hätte
möcht = möchte
würd = würde
ichs = ich es
aufjedenfall = auf jeden fall
aufjedn = auf jeden
perfeckt perfkt prefekt = perfekt
natürlich natuerlich natürlch natirlich = natürlich
selbstverstaendlich selbstverständlch = selbstverständlich
vllt = vielleicht
evtl = eventuell
mfg' = mfg
bestaetigt bestätgt = bestätigt
garnicht = gar nicht
tschuldigung = entschuldigung
wirklch = wirklich
geile = geil
ocke = ok
nen = einen
wirs wir's = wir es
reichts reicht's = reicht es
bestells bestell's = bestell es
"""

HINGES = """
aber wenn falls außer sondern jedoch allerdings obwohl statt wann wo wie was warum wieso wer
welche welcher welches nicht kein keine keinen nie ohne nur vielleicht eventuell warte warten
lieber auch noch dazu zusätzlich andere anderen anderes mehr weniger ändern statt vorher nachher
oder denke glaube sofern bevor erst sobald doch eigentlich vorausgesetzt
"""

BINDING = """
vor nach bis ohne nicht kein keine keinen außer unter über mehr weniger etwa circa ca zwischen
ander andere anderer nur halb ab gegen weder noch
"""
ARTICLES = """
der die das den dem ein eine einen einem mein meine meinen ihr ihre ihren dein deine dieser
diese dieses diesen
"""
LISTING = "und mit plus sowie &"
CHOOSING = "oder"
DATES = """
heute morgen übermorgen montag dienstag mittwoch donnerstag freitag samstag sonntag vormittag
mittag nachmittag abend mitternacht wochenende woche januar februar märz april mai juni juli
august september oktober november dezember
"""
ASKING = """
wann wo wer was welche welcher welches welchen wie warum wieso weshalb wohin woher womit wieviel
"""

ORDINARY = """
der die das den dem des ein eine einen einem einer eines kein keine keinen und oder aber wenn als
ob weil dass ich du er sie es wir ihr mich dich sich uns euch mir dir ihm ihn ihnen mein meine
dein deine sein seine unser ihre euer in im an am auf aus bei mit nach seit von vom zu zum zur für
durch gegen ohne um bis vor hinter über unter zwischen ist sind war waren bin bist seid sein haben
hat hatte habe haben wird werden wurde kann können konnte soll sollte muss müssen darf will wollen
wollte mag nicht nichts nie immer oft schon noch nur auch sehr mehr weniger viel viele wenig alle
alles etwas jemand niemand hier da dort dann jetzt heute morgen gestern bald später früher tag
abend nacht mittag woche monat jahr uhr stunde minute montag dienstag mittwoch donnerstag freitag
samstag sonntag januar februar märz april mai juni juli august september oktober november dezember
eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn zwanzig dreißig vierzig
fünfzig hundert tausend erste zweite letzte rot rote roten blau blaue grün gelb weiß weiße weißen
schwarz rosa lila orange blume blumen strauß rose rosen tulpe tulpen lilien pflanze schokolade
kuchen wein brot kaffee tee wasser milch zucker salz groß große größer klein kleine kleiner neu
neue andere anderer anderes wo wann wie was wer warum welche haus adresse stadt straße tür karte
geschenk preis euro geld bezahlen teuer zahlung liefern lieferung schicken bekommen geben nehmen
ändern hinzufügen warten denken wissen sehen sagen gehen kommen mutter vater mama papa frau mann
tochter sohn freund freundin kind besser nämlich parfüm bitter gericht gefällt
schätze schätzen
"""

NAMES = """
achim adelheid alexander alexandra alfred andrea andreas angelika anja anke anna anne annette
antje arne astrid barbara beate bernd bernhard bettina birgit björn brigitte carina carsten
christian christiane christina christine christoph claudia clemens cornelia dagmar daniel daniela
david detlef dieter dietmar dirk dominik doris eckhard edith elena elfriede elisabeth elke ellen
emil emma erich erika ernst eva fabian felix ferdinand finn florian frank franz franziska frieda
friedrich fritz gabi gabriele georg gerd gerhard gisela greta gudrun günter günther hanna hannah
hannes hans harald hartmut heike heiko heinrich heinz helga helmut herbert hermann hildegard
holger horst ingeborg ingo ingrid irene iris irmgard jan jana jens joachim jochen johanna johannes
jonas jörg josef julia julian jürgen jutta kai karin karl karla karsten katharina kathrin katja
kerstin klara klaus konrad kurt lara lars laura lea lena leon leonie lisa lothar luca lukas lutz
maja manfred manuela marco marcus maria marianne marie marion markus martha martin martina mathias
matthias max maximilian melanie mia michael michaela monika moritz nadine natalie niklas nicole
nils nina norbert olaf oliver otto patrick paul paula peter petra philipp rainer ralf regina
reinhard renate robert roland rolf rudi rudolf rüdiger ruth sabine sabrina sandra sara sarah
sebastian sigrid silke silvia simon simone sofia sonja stefan stefanie stephan susanne svenja sven
tanja theo theodor thomas thorsten tim timo tobias torsten ulrich ulrike ursula ute uwe vera
verena veronika volker walter waltraud werner wilhelm wolfgang yvonne
"""

ATTACHMENTS = """
ein Bild, ein Foto, ein Video, einen Film, einen Anhang, eine Audionachricht, eine
Sprachnachricht, einen Sticker, einen Standort, einen Kontakt, einen Link, eine Nachricht
"""

LANGUAGE = Language(
    code="de",
    name="German",
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
            r"(gefallt|gefiel|geliked|liebt|liebte|mochte|mag|betonte|betont|hinterfragte|"
            r"hinterfragt|lachte uber|lacht uber|gefallt nicht|gefiel nicht|mochte nicht|"
            r"hebt hervor|hob hervor) {quote}"
        ),
        (
            r"(hat |findet |fand )?{quote} (gefallt mir|geliked|geliebt|betont|hervorgehoben|"
            r"hinterfragt|nicht gemocht|toll|gut|lustig|gelacht|mit .{1,40} (markiert|"
            r"bewertet|reagiert))"
        ),
        r"hat (uber|auf) {quote} (gelacht|mit .{1,30} reagiert|reagiert)",
        r"(hat )?mit .{1,30} auf {quote} reagiert",
        r"reagierte (mit )?.{1,12} auf {quote}",
        r"(hat )?.{1,40} (von|aus|bei) {quote} (entfernt|geloscht)",
        r"entfernte .{1,40} (von|aus|bei) {quote}",
    ),
    disliked=(
        r"(hinterfragt|gefallt nicht|gefiel nicht|mochte nicht|entfernte)",
        r".*nicht gemocht$",
        r".*(entfernt|hinterfragt)$",
    ),
)
