"""French."""

from concierge.intents.language import Language

GRAMMAR = r"""
# -- yes -----------------------------------------------------------------------------------------

yes = [oh | ah | ben | bah | eh bien | mais | et | alors | ben alors] <yes_word> [<yes_after>]
    | oui pourquoi pas | yes | yep | yeah | ouaip | yup
yes_word = oui | bien sûr que (oui | si) | c'est (exact | correct | juste) | ça me convient
    | c'est tout bon | tout est bon | je veux bien | ouais | ouai | oue | oué | ouep | ouip | voui
    | moui oui | oui oui | oui oui oui | ui | wesh oui | yes | yess | si si | mais oui | mais si
    | que oui | eh oui | hé oui | ben oui | bah oui | ah oui | pour sûr | certes | oui da
    | bien sûr | bien sur que oui | bien entendu | évidemment | naturellement | certainement
    | absolument | assurément | sûrement | tout à fait | tout a fait | exactement | exact
    | précisément | parfaitement | carrément | clairement | effectivement | en effet | totalement
    | complètement | affirmatif | affirmative | positif | d'accord | dacc | dak | daccord | d'acc
    | je suis d'accord | on est d'accord | nous sommes d'accord | chuis d'accord | suis d'accord
    | tout à fait d'accord | entièrement d'accord | ok d'accord | c'est d'accord
    | je suis (tout à fait | entièrement | totalement | complètement | bien) d'accord [avec (ça |
        cela | vous | toi)] | d'accord avec (ça | cela | vous | toi) | entendu | c'est entendu
    | convenu | c'est convenu | marché conclu | conclu | vendu | adjugé | adjugé vendu
    | affaire conclue | tope là | tope | banco | volontiers | avec plaisir | avec grand plaisir
    | avec joie | plutôt deux fois qu'une | et comment | sans problème | sans souci | sans hésiter
    | sans hésitation | sans aucun doute | sans (un | le moindre) doute | aucun doute
    | pas de doute | nul doute | aucune objection | pas d'objection | sans objection
    | je n'ai (aucune | pas d') objection | rien à redire | je n'ai rien contre | correct | juste
    | vrai | c'est vrai | c'est juste | confirmé | je confirme | on confirme | nous confirmons
    | confirmée | confirmation | je valide | on valide | nous validons | validé | validée
    | je vous confirme | je vous le confirme | je le confirme | c'est validé | c'est confirmé
    | approuvé | j'approuve | accepté | j'accepte | on accepte | nous acceptons | accordé
    | permission accordée | bon pour accord | lu et approuvé | bien vu | bien reçu
    | reçu cinq sur cinq | cinq sur cinq | 10/10 | 100% | cent pour cent | à cent pour cent
    | deux fois oui | mille fois oui | la réponse est oui | ma réponse est oui
    | c'est (un | le) oui | c'est un grand oui | je dis oui | j'ai dit oui | c'est oui
    | pour moi c'est oui | feu vert | vous avez mon (accord | feu vert | aval)
    | vous avez le feu vert | tu as mon accord
    | je (vous | te) donne mon (accord | feu vert | aval) | je suis partant | je suis partante
    | partant | partante | je suis preneur | je suis preneuse | preneur | preneuse
    | on est partants | je prends | on prend | nous prenons | vas y | y
    | ouaips | ué | mouais carrément | okidac | d'ac | dacodac | d'acodac | d'accodac | daccodac |
    dakodak | accord | accord donné | je donne mon accord | d'accord pour (moi | nous) |
    indubitablement | indéniablement | incontestablement | indiscutablement | sans conteste | sans
    contredit | sans (doute possible | pb | le moindre souci) | avec enthousiasme | très volontiers
    | bien volontiers | c (bon | ok | parfait | bien | good | ça | nickel | tout bon | d'accord)
    [pour moi | pour nous | comme ça] | (ces | s'est) (bon | ok | parfait) [pour moi | pour nous] |
    sa (marche | me va | me convient | roule | passe) [bien | très bien] [pour moi | pour nous] |
    cbon | camarche | à fond | oui grave | grave oui | ouais grave | oui à fond | clair et net |
    c'est clair et net | un peu mon neveu | et comment donc | c'est (go | good) | go pour (moi |
    nous) | topez là | allez (hop | banco) | de mon côté c'est (bon | ok | parfait) | pour (moi |
    nous) (ok | oui | c'est ok) | je suis (ok | pour | chaud | chaude) | suis (ok | partant |
    partante | pour) | je réponds oui | beh oui | bin oui | ben là oui | ô que oui | sûr et certain
    | oui certain | certain oui | oui sûr | ainsi soit-il | qu'il en soit ainsi | à la bonne heure |
    à vos ordres | correct de même | tiguidou | c'est tiguidou | ok tiguidou | mets-en | pas de
    trouble | il n'y a pas de trouble | c'est correct de même | non peut-être oui | décidé | c'est
    décidé | je suis (décidé | décidée) | je me (lance | laisse tenter | décide) | j'en veux bien |
    oui j'en veux | comme (convenu | prévu) | oui comme (convenu | prévu) | forcément | obligé oui |
    ben forcément | entièrement | pleinement d'accord | si fait | vui | vi | moui oui | oui une fois
    | sa joue | ça (baigne | gaze) oui | vous avez carte blanche | tu as carte blanche | oui oui oui
    oui | sans aucune hésitation | sans l'ombre d'un doute | vous pouvez compter sur moi | je suis
    des vôtres | j'en suis | nous en sommes
yes_after = bien sûr | bien entendu | évidemment | tout à fait | absolument | exactement
    | carrément | volontiers | avec plaisir | parfaitement | effectivement | oui | madame
    | monsieur | chef | certainement | clairement | sans problème | sans souci
ok = [oh | ah | ben | bah | alors] (ok | okay | d'acc | bon d'accord | bien | très bien | fort
        bien | c'est bon | ça marche | ça roule | ça me va | ça joue | ça passe | impec | nickel |
        impeccable | parfait | ok ok | ok bien | ok parfait | ok ça marche | c'est ok | soit | ça
        le fait | oki | okidoki | ça colle | c'est noté oui | nickel chrome | au top | bon pour
        moi | bien bien)
    | pas de (problème | souci | soucis | pb | prob | problèmes) | aucun (problème | souci) | ok pas
    de (problème | souci | soucis) | tout ok | ça me (botte | branche | parle) | ça m'irait | ça
    passe crème | ça baigne | ça va pour (moi | nous) | c'est compris | reçu cinq sur cinq | c'est
    beau pour moi | ok (boss | chef | patron) | correcte
praise = [<very>] (super | génial | cool | excellent | excellente | magnifique | formidable |
        merveilleux | fantastique | chouette | bravo | top | sympa | adorable | bonne idée |
        excellente idée | bonne nouvelle | bon choix | excellent choix | très beau | trop bien |
        le top | j'adore | j'aime | j'aime bien | ça me plaît | c'est beau | c'est joli | trop
        cool | wow | waouh | ouah | c'est mieux | beaucoup mieux | splendide | épatant | sensass |
        génialissime | ravissant | exquis | admirable | fabuleux | tant mieux)
    | quelle (bonne | belle | excellente) idée | grave | compris
answer = <please> | (c'est | ça l'est) [bien] (ça | cela | celui-là | celle-là | le cas)
    | je (le veux | veux | voudrais | veux bien) | vous pouvez | tu peux | ça l'est | il l'est
    | elle l'est | je le suis | je crois que oui c'est ça | <open> | c'est ce que j'ai dit
    | je pense que (c'est (bon | bien | parfait | correct) | oui)
assent = <yes> | <verdict> | <wish> | <go>
    | c'est (ok | bon | parfait | entendu | d'accord) (pour | avec) (moi | nous)
    | ok pour (moi | nous) | bon pour (moi | nous) | parfait pour (moi | nous)
    | pour moi c'est [<very>] (ok | bon | parfait | tout bon)
    | ça me va [<very>+] [bien | parfaitement] [comme ça | ainsi]
    | c'est (parti | réglé | décidé | réservé) | allons-y | on y va | c'est parti mon kiki
    | (on | je) (fonce | signe | valide | commande | réserve | achète) [ça | comme ça | tout de
        suite | maintenant] | je (signe | fonce)
    | ok pour (ça | cela | le devis | la commande | la réservation | l'offre | <echo> | tout | ce
        prix) | va pour (ça | cela | <echo> | le devis)
    | d'accord pour (ça | cela | le devis | la commande | tout | l'offre | <echo>)
    | oui pour (ça | cela | moi | nous | le devis | la commande | tout | l'offre | <echo>)
    | je n'ai rien à (redire | ajouter)
    | <opinion> [,] (donc | alors | du coup | et donc | ainsi) [,] (<yes> | <wish> | <go>) [,]
    [<wish> | <go> | je (vais le faire | le ferai | vais le prendre)]
very = très | tout | toute | vraiment | bien | parfaitement | absolument | complètement
    | totalement | super | trop | tellement | extrêmement | exactement | bel et | plus que
    | tout à fait | toujours | aussi | nickel | grave | carrément | tout bonnement | simplement
    | effectivement | également | pour moi | enfin | si | franchement | juste | entièrement | oui
good = bon | bonne | bien | parfait | parfaite | parfaits | correct | correcte | corrects | exact
    | exacte | juste | vrai | ok | super | génial | géniale | excellent | excellente | nickel
    | impeccable | top | idéal | idéale | d'accord | entendu | conforme | bonnard | magnifique
    | cool | formidable | fantastique | merveilleux | en ordre | ça | cela | fait pour moi
    | raisonnable | acceptable | convenable | noté | validé | confirmé | impec | cela même
    | en règle | comme il faut | comme je veux | comme je le voulais | ce qu'il (me | nous) faut
    | ce que (je veux | je voulais | j'ai demandé | j'ai commandé | je cherchais | je souhaite |
        je souhaitais | nous voulons | je désire | j'avais demandé | j'avais en tête | j'attendais
        | on voulait | on veut | on a demandé | je cherche | je disais | j'ai dit) | mon choix
    | ma commande | la bonne commande | bien ma commande
    | pile ce (qu'il me faut | que je (veux | voulais | cherchais)) | une bonne idée
    | une excellente idée | un bon plan | une affaire conclue | chouette | adapté | le bon
    | la bonne
after = pour (moi | nous) | comme ça | ainsi | aussi | également | comme prévu | de mon côté
    | de notre côté | maintenant | tout ça | cela | ça | alors | en effet | merci | chez moi | là
    | tel quel | oui
subject = [tout | tout ceci | tout cela | tout ça | la commande | ma commande | le devis | votre
        devis | l'offre | la réservation | le récapitulatif | les détails | <echo> | votre
        proposition | votre offre | la proposition]
verdict = [oui] <subject> (c'est | ce sera | cela est | ça sera | ça serait | ce serait | est |
        sont | m'a l'air | me semble | me paraît | semble | paraît | a l'air | ça a l'air | ça
        semble | ça me paraît | ça me semble | ça sonne | ça paraît | sonne | il est | elle est |
        tout est | c'est tout | tout me semble | tout a l'air | cela me semble | cela me paraît |
        cela semble | cela sera | sera | sera très | cela serait | ça m'a l'air) [<very>+] <good>
        [<after>+]
    | (tout | ça | cela | cela tout | ça tout | la commande | le devis | l'offre | la proposition
        | votre proposition | votre offre | <echo>) [<very>] (me va | nous va | marche |
        fonctionne | convient | me convient | nous convient | roule | colle | joue | passe | le
        fait | conviendra | me conviendra | m'arrange | nous arrange | ira | me plaît | m'ira |
        irait | me conviendrait | me correspond | fera l'affaire | fait l'affaire | suffit | tombe
        bien | tombe à pic | marchera) [<very>+] [bien | parfaitement | très bien | à merveille |
        nickel | impeccable | super] [<after>+]
    | <very>+ (bon | bien | correct | parfait | exact | juste | d'accord) [<after>+]
    | tout (est | c'est) (là | ok | bon)
    | (parfait | impeccable | nickel | excellent | super | génial) [comme ça | ainsi | pour moi |
        pour nous] c'est (parfait | bon | ça | exactement ça)
    | parfait (comme ça | ainsi | pour moi | pour nous | parfait)
    | (exactement | précisément | c'est | c'est exactement | c'est bien | c'est tout à fait |
        pile) (ça | cela | ce que (je veux | je voulais | j'ai demandé | j'ai commandé | je
        souhaite | je cherchais))
    | vous avez [tout | bien | tout à fait | parfaitement | entièrement] (raison | compris | juste
        | bon) | tu as (raison | tout compris | bien compris)
    | c'est bien (ma commande | ce que je veux | ça | cela | noté ok | le cas)
    | aucun (problème | souci) pour (moi | nous) | pas de (problème | souci) pour (moi | nous)
it = ça | cela | ceci | tout ça | le tout | tout | celui-ci | celui-là | celle-ci | celle-là
    | ceux-ci | celles-ci | les deux fois ça
det = le | la | l' | les | ma | mon | mes | cette | ce | cet | ces | votre | vos | ta | ton
    | notre | nos
process = commande | réservation | rendez-vous | achat | devis | offre | livraison | proposition
    | paiement | transaction | prestation | demande | command
np = <it> | [<det>] [même] <process> | (ce | cet | cette | ces) <echo>
    | [<det>] <process> (de | du | des | pour | à | au) [la | le | l' | les] <echo>
enp = [<det> | du | des | de la] <echo>
go = [<polite_lead>+] (confirmer | valider | continuer | procéder | allez-y | allez y | vas-y |
        vas y | vazy | allez | allons-y | go go | feu | foncez | fonce | faites | fais | faites-le
        | fais-le | faites donc | faites ça | fais ça | faites comme ça | fais comme ça | faites
        ainsi | procédez | continuez | continue | poursuivez | lancez | lancez-le | lancez la
        commande | envoyez | envoyez-le | envoyez ça | livrez-le | validez | valide | validez-le |
        confirmez | confirme | commandez | commandez-le | réservez | réservez-le | achetez |
        achetez-le | prenez | prenez-le | passez commande | passez la commande | passe commande |
        finalisez | on y va | on fait comme ça | on fait ça | faisons ça | faisons comme ça |
        faisons-le | partons là-dessus | on part là-dessus | partons sur ça | on part sur ça |
        c'est parti | au boulot | mettez-le | prenons-le | débitez ma carte | chargez ma carte |
        en avant | tu peux y aller | vous pouvez y aller) [<it>] [<go_after>+]
    | [<polite_lead>+] (passez | validez | confirmez | commandez | réservez | achetez | envoyez |
        prenez | lancez | faites | finalisez | acceptez | passe | valide | confirme | livre |
        prends | débitez | effectuez | enregistrez | organisez) [moi | nous] <np> [<go_after>+]
    | (vous pouvez | tu peux | vous pourrez | pouvez-vous y aller) [<very>] [me | nous | le | la |
        les | l' | y] (valider | confirmer | commander | réserver | acheter | envoyer | livrer |
        prendre | lancer | procéder | continuer | passer | faire | y aller | aller | finaliser |
        poursuivre | débiter | enregistrer | expédier | effectuer | préparer) [<np>] [<go_after>+]
    | on (valide | confirme | prend | part sur | fait | y va | garde | part avec | accepte) [<np>]
        [<go_after>+]
    | [<polite_lead>+] (lance | lance la commande | envoie | faisons ainsi | faites (au mieux oui |
    comme convenu | comme prévu | le nécessaire) | procède | poursuivons | on continue | continuons
    | en route | à l'attaque | exécution | commande-le | commande ça | réserve-le | prends-le |
    achète-le | envoie-le | envoie ça | commandez-la | réservez-la | prenez-la | validez-la |
    confirmez-la | envoyez-la | lancez-la | accepter) [<go_after>+] | merci de (réserver | commander
    | confirmer | valider | procéder | passer la commande | lancer la commande | faire le nécessaire
    | l'envoyer | le commander | le réserver) [<np>] [<go_after>+]
go_after = s'il vous plaît | svp | maintenant | tout de suite | pour moi | pour nous | comme ça
    | ainsi | alors | donc | merci | tel quel | dessus | bien | direct | immédiatement
    | dès maintenant | à la commande | la commande | avec plaisir | avec ça | avec
polite_lead = alors | donc | et | ben | bon | s'il vous plaît | svp | merci de | maintenant | bien
    | eh bien | oui | allez
wish = [oui] (je | on | nous) [<very>] (le | la | les | l') [<very>] (veux | prends | voudrais |
        souhaite | commande | réserve | confirme | valide | accepte | achète | prend | veut | veux
        bien | prendrai | prenons | voulons | aimerais) [<go_after>+]
    | [oui] (je | j' | on | nous) [<very>] (veux | prends | voudrais | souhaite | commande |
        réserve | confirme | valide | accepte | achète | prend | veut | veux bien | prendrai |
        prendrais | aimerais | approuve | choisis | désire | vous confirme | te confirme |
        aimerais bien | voudrais bien | valide bien | souhaiterais | prenons | acceptons |
        confirmons | validons | commandons) [bien] <np> [<go_after>+]
    | [oui] (je | j' | on | nous) [<very>] (veux | voudrais | souhaite | aimerais | désire | veux
        bien | souhaiterais | aimerais bien | vais | suis prêt à | suis prête à | tiens à |
        souhaitons | voulons | vais le | confirme vouloir) [bien] [le | la | les | l' | vous | me]
        (commander | réserver | acheter | prendre | confirmer | valider | accepter | passer | y
        aller | procéder | continuer | faire | passer à | garder) [<np>] [<go_after>+]
    | (ça | cela | ce) (serait | sera) [<very>+] (parfait | super | génial | bien | top | idéal |
        excellent | très bien | gentil | formidable | chouette | cool | bon) [<after>]
    | avec (plaisir | grand plaisir | joie) | je suis (prêt | prête)
    | je suis (d'accord | ok | partant | partante | content avec | contente avec) [avec (ça | cela
        | tout | <np>) | pour (ça | cela | tout | <np>)]
    | je suis (satisfait | satisfaite | content | contente | ravi | ravie) [de ça | de cela | avec
        ça | comme ça] | ok je (prends | valide | confirme | commande | réserve)
opinion = je (pense | crois | trouve) que (ça | cela | c'est | ce) (va | ira | marche | marchera |
        fonctionne | fonctionnera | va marcher | va aller | va fonctionner | fonctionnerait |
        marcherait | irait | bon | bien | parfait | me va | me convient | devrait marcher | devrait
        aller | devrait fonctionner) [bien] | je (pense | crois) que oui
open = (commandez | réservez | achetez | prenez | envoyez | livrez | donnez | mettez | commander |
        réserver | acheter) [moi | nous] [<enp> | (un | une | des) (<process> | <echo>)]
        [<go_after>+]
    | (je | j' | on | nous) [<very>] (veux | voudrais | souhaite | aimerais | prends | commande |
        réserve | achète | veux bien | prendrai | prendrais | souhaiterais | aimerais bien |
        voudrais bien) [(commander | réserver | acheter | prendre | passer | faire | avoir)]
        [<enp> | (un | une | des) (<process> | <echo>)] [pour <echo> | à <echo>] [<go_after>+]
    | (commander | réserver | acheter | passer commande | passer une commande | je commande | je
        réserve | j'achète)

# -- around it -----------------------------------------------------------------------------------

polite = <please> | <thanks> | <address> | <kind> | <closing> | oh | ah | ben | bah | wow
    | super merci | eh bien | du coup
please = s'il vous plaît | s'il te plaît | svp | stp | s'il vous plait | je vous prie
    | je vous en prie | siouplait | sivouplé | please | pleaz
thanks = [ok | un grand | grand | mille | bien | encore] merci [beaucoup | bien | bcp | infiniment
        | mille fois | à vous | à toi | bien à vous | d'avance | par avance | encore | vraiment |
        à vous tous | à tous | beaucoup beaucoup | pour tout | énormément | bien beaucoup | mille]
        [encore | d'avance | à vous | pour tout] [pour (votre | ton | l' | la | le | tout | votre
        belle | vos) [aide | réponse | service | patience | efficacité | gentillesse | travail |
        rapidité | devis | accueil | retour | efforts | conseils | réactivité | confirmation |
        disponibilité]] | mille mercis | mercis | mci | remerciements | avec mes remerciements
    | je vous remercie [beaucoup | infiniment | bien | d'avance] [pour (tout | votre aide | votre
        réponse | votre devis | votre retour)] | je te remercie | nous vous remercions
    | merci pour (tout | votre (aide | réponse | retour | patience | service | rapidité) | tout ce
        que vous faites | le retour | la réponse | l'info | le devis)
    | merci de (votre (aide | réponse | retour | patience) | votre)
    | c'est (très | trop | bien | super) (gentil | aimable | sympa) [à vous | de votre part | à
        toi] | c'est gentil [à vous] | très aimable | trop aimable
greeting = bonjour | bonsoir | salut | coucou | hello | hey | bjr | bsr | slt | rebonjour | re
    | allo | bonjour à (vous | tous) | bonsoir à vous
address = madame | monsieur | mademoiselle | messieurs | mesdames | mon ami | mon amie | les amis
    | l'équipe | toute l'équipe | chef | cher ami | chère amie | mec | frérot | ma belle
    | mon cher | ma chère | mon vieux | mon pote | les gars | tout le monde | bro | ma chérie
    | mon chéri | <name> [<name>] | patron | chers amis
kind = vous êtes [<very>+] (le meilleur | la meilleure | les meilleurs | géniaux | génial |
        géniale | adorable | adorables | super | formidable | formidables | top | au top | un
        amour | un ange | des anges | parfait | parfaits | gentil | gentille | efficace |
        efficaces | extraordinaire | incroyable | les plus forts)
    | tu es [<very>] (le meilleur | la meilleure | génial | géniale | super | adorable | un amour
        | un ange | top | au top | parfait | gentil | gentille)
    | t'es (le meilleur | la meilleure | génial | géniale | super | adorable | top | au top | un
        ange | un amour | un chef)
    | (je suis | nous sommes) [<very>] (ravi | ravie | content | contente | heureux | heureuse |
        ravis) | bravo | chapeau | bon travail | beau travail | bon boulot
    | super (service | travail | boulot) | vive (vous) | quel service
    | trop (fort | forte | forts)
closing = [bien] (cordialement | amicalement | respectueusement | sincèrement) [, <signed>] | cdlt
    | bien cordialement [, <signed>]
    | (bises | bisous | bise | biz | bizz | gros bisous | je vous embrasse | amitiés | salutations
        | sincères salutations | meilleures salutations) [, <signed>]
    | [envoyé] depuis mon (iphone | téléphone | portable | mobile | android)
    | envoyé de mon (iphone | téléphone | portable | mobile | android | samsung | ipad)
    | c'est <name> | ici <name> | (bonne réception)
signed = <name> | <unknown> | <name> <unknown> | <unknown> <unknown> | <name> <name>
beside = <open>
    | (rien | pas besoin de) (à changer | changer | à modifier | modifier quoi que ce soit)
    | sans (changement | modification) | pas de (problème | souci | soucis | pb | prob)
    | aucun (problème | souci) | y a pas de (souci | problème) | pas de quoi
    | [et] c'est tout [pour (moi | aujourd'hui | le moment)] [merci]
    | ce sera tout [pour (moi | aujourd'hui)] | rien d'autre | au revoir | à bientôt | à plus
    | à plus tard | à tout à l'heure | bye | ciao
    | bonne (journée | soirée | nuit | fin de journée | après-midi | semaine | continuation | fin
        de semaine) [à (vous | toi | tous)]
    | bon (week-end | weekend | après-midi | dimanche | courage) | à la prochaine
    | belle (journée | soirée) [à vous] | passez une (bonne | excellente) (journée | soirée)
    | (j'ai | trop) hâte | j'ai hâte
    | hâte de (voir ça | les recevoir | le recevoir | recevoir ça) | vivement | mdr | lol | haha
    | ptdr | pourquoi pas | je le veux | je veux bien | bien sûr que je (le) veux | vous pouvez
    | je pense que c'est tout | j'en suis (sûr | sûre | certain | certaine)
    | je suis (sûr | sûre | certain | certaine) | à demain
pause = en fait | voyons | voyons voir | attendez | attends | un (instant | moment | seconde)
    | une (seconde | minute) | deux (secondes | minutes)
    | laissez-moi (voir | regarder | vérifier | réfléchir) | laisse-moi (voir | regarder)
    | je (regarde | vérifie | réfléchis) | euh | heu | hum | hmm | alors voyons
joining = et | alors | donc | puis | avec | ensuite
naming = [pour | à | au | sur | le | la | avec] [le | la | l'] [devis | commande | offre | numéro
        | n | nr | no | n° | proposition | option] [numéro | n° | no | n | nr | #] <number>
repeating = [pour | à | au | le | la | l' | les | de | du | des | avec | en | dans | chez | et |
        ce sera | c'est | mes | mon | ma | bien] [le | la | l' | les] <echo>

# -- no ------------------------------------------------------------------------------------------

decline = [<lead>+] <no> [<no_after>+]
lead = ok | oh | ah | ben | bah | bon | euh | finalement | désolé | désolée | en fait | mais | ,
    | oui | alors | d'accord | pardon | hélas | malheureusement | et | donc | après réflexion
    | tout compte fait | à la réflexion | je suis désolé | je suis désolée | s'il vous plaît
no = bien sûr que non | non | nan | nope | nn | nenni | nada | non non | non non non | mais non
    | ah non | oh non | que non | non plus | pas du tout | pas question | hors de question
    | certainement pas | absolument pas | sûrement pas | surtout pas | jamais | jamais de la vie
    | en aucun cas | aucunement | négatif | négative | pas maintenant | pas aujourd'hui
    | pas encore | pas tout de suite | pas pour (le moment | l'instant | moi | nous | cette fois)
    | pas vraiment | pas cette fois | pas intéressé | pas intéressée | pas d'accord | pas ok
    | pas bon | pas besoin | non merci | sans façon | merci mais non | c'est non
    | ma réponse est non | je dis non | j'ai dit non | je (refuse | décline | passe)
    | nous refusons | refusé | on laisse tomber | laisse tomber | laissez tomber | laisse
    | laissez | laisse béton | oubliez | oublie | oubliez ça | oublie ça | tant pis | annule
    | annulez | peut-être (plus tard | une autre fois | demain) | une autre fois | plus tard
    | une prochaine fois | ça ira | ça ira merci | ça va aller | ça va merci
    | (je | j' | on | nous) (ne | n') (veux | en veux | le veux | la veux | souhaite | suis |
        désire | prends | en prends | pense | crois | ai) [plus | pas] [pas] [besoin | d'accord |
        intéressé | intéressée | <np>] [de ça | maintenant]
    | (je | j' | on) (veux | en veux | suis | prends | pense | crois | souhaite) (pas | plus)
        [d'accord | intéressé | intéressée | besoin | <np>] [maintenant]
    | je (ne pense | pense) pas | je (ne crois | crois) pas
    | je n'en (veux | ai) (pas | plus) [besoin]
    | j' (en veux pas | ai pas besoin | ai plus besoin)
    | je ne suis pas (d'accord | intéressé | intéressée | preneur | preneuse)
    | je ne (veux | souhaite | préfère) (pas | plus) [le | la | l' | les] [commander | réserver |
        acheter | prendre | continuer | donner suite | confirmer] [<np>]
    | (ne | n') (faites | commandez | envoyez | réservez | validez | achetez | passez | livrez |
        prenez | confirmez | débitez) (pas | rien) [<np> | ça | la | le]
    | (c'est | ça fait | c est | un peu | bien | vraiment | beaucoup) [un peu | bien | beaucoup |
        vraiment | quand même] trop (cher | chère | tard | tôt | loin | élevé) [pour moi | pour
        nous] | trop (cher | tard)
    | c'est (faux | pas ça | pas bon | incorrect | inexact | pas ce que (je veux | j'ai demandé |
        je voulais))
    | ce n'est pas (ça | bon | correct | d'accord | ok | ce que (je veux | j'ai demandé | je
        voulais)) | faux | en désaccord | pas correct
    | ça ne (me va | va | marche | convient | me convient | m'intéresse) pas
    | ça (me va | va | marche | m'intéresse) pas | (ça | cela) ne m'intéresse (pas | plus)
    | noon | pas ça | plutôt (pas | non | mourir) | mieux vaut pas | que nenni | je préfère (pas |
    ne pas | que non) | j'en ai (pas | plus) (besoin | envie) | pas la peine | (c'est | ce n'est)
    pas la peine | inutile | rejeté | rejeter | refuser | décliner | je passe mon tour | impossible
    | c'est impossible | pas possible | pas moyen | nullement | aucune chance | pas le moins du
    monde | point du tout | non point | en aucune (façon | manière) | que dalle | des clous | du
    tout | rien du tout | rien | ni maintenant ni jamais | pantoute | pas pantoute | plus tard
    peut-être | je ne confirme pas | je (confirme | valide) pas | je n'accepte pas | pas convaincu |
    pas convaincue | sans intérêt | non ça va | ça va non
no_after = , | merci | merci beaucoup | merci bien | non | désolé | désolée | s'il vous plaît
    | pas maintenant | pas pour le moment | pour le moment | pour l'instant | plus tard | ça ira
    | c'est bon | ça va | tout va bien | c'est gentil | quand même | merci quand même | au revoir
    | bonne journée | bonne soirée | une autre fois | peut-être plus tard | <no> | madame
    | monsieur | finalement | du tout | maintenant | aujourd'hui
done = (non | ok | nan) [,] [merci] [,] <finished> | <finished>
finished = (c'est tout | ce sera tout | rien d'autre | c'est bon c'est tout | j'ai tout ce qu'il
        (me | nous) faut | j'ai fini | c'est fini) [merci | pour aujourd'hui | pour le moment |
        pour moi]

# -- the other intents ---------------------------------------------------------------------------

undo = annulation
    | (annule | annulez | annuler) [tout | ça | cela | tout ça | la commande | ma commande | s'il
        vous plaît | <np>] | <undo_within> | défaire | retour en arrière
    | (termine | arrête | stoppe | interromps) (la tâche | le processus | l'action) [en cours]
undo_within = (annule | annulez | annuler | annulé | annulation) [de] (ma | la | cette | mon | le
        | l' | ce) [dernière] (commande | réservation | achat | rendez-vous | livraison | command)
    | (j'ai | on a | j' ai) [finalement] changé d'avis
    | je (veux | voudrais | souhaite | dois) annuler
    | (je ne veux | je veux | je n'en veux) plus (de ma commande | ma commande | la commande)
    | pouvez-vous annuler | peux-tu annuler | (commandé | validé | accepté) par erreur
    | c' (est) une erreur | par erreur
stop = j'en ai (marre | assez) de (vos | ces) (messages | sms) | stop | arrêt | arret | arrett
    | stopper | désabonner | désabonnement | désinscrire | désinscription | désinscrivez-moi
    | désabonnez-moi | arrêtez | arrête | arrêter | arrêtez ça | arrête ça | stop sms
    | plus de sms | plus de messages | fin | lâchez-moi | lâche-moi | dégage | dégagez
    | fichez-moi la paix | foutez-moi la paix | stop svp | stop merci | résilier | résiliation
    | assez | ça suffit | supprimer | se désabonner | me désabonner | me désinscrire | la paix
    | stop pub | spam | se désinscrire | stop tout
    | je me (désabonne | désinscris | retire) | arrêtez tout | arrête tout | arrêtez (immédiatement
    | maintenant | svp) | arrêtez ça (tout de suite | maintenant | svp | immédiatement) | stop
    (arrêtez | arrête) [maintenant | tout de suite | svp] | stop (maintenant | à tout | toutes
    notifications) | y en a marre | j'en ai (marre | assez | ras le bol) | cassez-vous | casse-toi |
    oubliez-moi | oublie-moi | désactiver | désactivez | je résilie | quitter | quittez | terminer |
    terminez | bloquer | je vous bloque | vous êtes (bloqué | bloqués) | c'est du (harcèlement |
    spam) | ftg | ta gueule | vos gueules | fermez-la | ferme-la | plus rien | taisez-vous |
    tais-toi | se désinscrire | je m'oppose au traitement [de mes données] | cessez | cesser |
    stoppez | ne plus recevoir | la ferme
stop_within = (lâchez | lâche | fichez | foutez | fous | laissez | laisse | fiche) -moi [un peu]
        [tranquille | la paix | la grappe | les baskets | en paix]
    | (lâchez | lâche | fichez | foutez | laissez | laisse) moi (tranquille | la paix | la grappe
        | en paix) | (lâchez | lâche) moi
    | (désabonnez | désabonne | désinscrivez | désinscris | retirez | enlevez | supprimez | rayez
        | retire | enlève | supprime) -moi
    | (désabonnez | désabonne | désinscrivez | désinscris | retirez | enlevez | supprimez | rayez)
        (moi | mon numéro | mes données | ce numéro)
    | (arrêtez | arrête | arrêter | cessez | cesse | stoppez | stop) [tout de suite |
        immédiatement] (de | d' | avec | les | vos | tes | ces) [m' | me | nous | vos | ces] [sms
        | messages | textos | spams | notifications | pubs | envoyer | envoyer des | écrire |
        contacter | harceler | déranger | embêter | spammer | texter | appeler]
    | (je | on) [ne | n'] (veux | souhaite | désire | veut) [plus | pas] [plus] [recevoir | de |
        être] (recevoir | vos | de | contacté | contactée | dérangé) [vos | de | ces | des] [sms |
        messages | textos | notifications | pubs | publicités | contact]
    | (ne | n') (m'écrivez | m'envoyez | me contactez | me dérangez | m'écris | m'envoyez) [plus]
        (plus | pas | rien) | (m'écrivez | m'envoyez | me contactez) plus
    | plus (de | aucun | jamais de) (sms | messages | message | textos | pub | publicités |
        notifications) | me (désabonner | désinscrire)
    | (retirez | enlevez | supprimez | effacez) [moi | mon numéro | mes coordonnées] de (votre |
        vos | la | cette) (liste | listes | base) | (se | vous | nous) désabonner
    | je (retire | révoque) mon consentement | stop (aux | les | à vos) (sms | messages | pubs)
    | (laissez | laisse | foutez | fichez) nous (tranquille | tranquilles | la paix | en paix) |
    (radiez | effacez | désactivez | bloquez | oubliez | perdez | supprimez) [-moi | moi | mon | mes
    | les | ce] (moi | numéro | coordonnées | données | notifications | sms | messages) | ne plus
    (me | m' | nous) (contacter | envoyer | écrire | déranger | appeler | solliciter | relancer) |
    (merci de | veuillez | prière de) ne plus | veuillez me (retirer | désabonner | désinscrire |
    supprimer | enlever | rayer) | (ne | n') (m'appelez | m'appelle | me relancez | envoyez) plus
    (rien | de | aucun | jamais | svp) | ne m'appelez plus | (annuler | annulez | résilier |
    résiliez | arrêter | arrêtez) [mon | l' | cet] abonnement | (cessez | arrêtez) (tout contact |
    tous contacts) | (veux | souhaite | désire) plus rien recevoir | rien recevoir | (pas | plus) de
    (textos | pub | pubs | publicité | publicités | sms | messages | notifications)
start = start | reprendre | recommencer | réabonner | réabonnez-moi | réinscrire
    | je veux me réabonner | vous pouvez m'écrire à nouveau | réactiver | s'abonner | abonnez-moi
    | démarrer | débuter
help = aide | aidez-moi | aide-moi | à l'aide | help | info | infos | information | informations
    | besoin d'aide | j'ai besoin d'aide | au secours | comment ça marche | comment ça fonctionne
    | comment (commander | faire | on fait | passer commande)
    | que (pouvez-vous faire | puis-je faire) | qui (êtes-vous | es-tu) | c'est quoi | c'est qui
    | comment je fais | (pouvez-vous | peux-tu) m'aider | contact
menu = menu | la carte | le menu | carte | catalogue | le catalogue | les prix | tarifs
    | les tarifs | la liste
    | (montrez | envoyez | donnez | montre | envoie) -moi (le menu | la carte | le catalogue | les
        prix | les tarifs)
    | (puis-je | je peux | peut-on | je voudrais | j'aimerais | je veux | pouvez-vous m'envoyer)
        [voir | avoir] (le menu | la carte | le catalogue | les prix | les tarifs)
    | (que | qu'est-ce que) (vous avez | vous vendez | vous proposez | vous offrez)
    | que (proposez-vous | vendez-vous | avez-vous) | qu'avez-vous | vous avez quoi
status = statut | suivi | où en est-on | des nouvelles | du nouveau | où est-ce | c'est pour quand
    | elle est où | il est où | <status_within> | suivi de commande | on en est où
    | ça arrive quand
status_within = où (est | en est | sont | se trouve | en sont) (ma | mon | mes | la | le | notre)
        (commande | colis | livraison | paquet | fleurs | livreur | course | command)
    | (ma | mon | la | notre) (commande | colis | livraison | paquet) (est où | est-elle | est-il
        | est arrivée | est partie | est en route | arrive | arrive quand | est prête | a été
        expédiée | n'est pas arrivée | n'est toujours pas arrivée) [livrée | arrivée | partie |
        expédiée | prête] | si ma commande (a été | est)
    | (suivre | suivi de | statut de | état de | l'état de) (ma | la | mon | l') (commande | colis
        | livraison)
    | quand (arrive | est-ce que | sera | vais-je recevoir | recevrai-je | vont arriver | est-ce
        qu'arrive) (ma | mon | la | mes) [commande | colis | livraison | fleurs]
    | (des nouvelles | du nouveau) (de | pour | sur) (ma | la | mon) (commande | livraison |
        colis)
usual = [comme | la] (d'habitude)
    | comme (d'habitude | la dernière fois | d'hab | toujours | avant | la fois dernière) [s'il
        vous plaît] | la même chose [que] [la dernière fois | d'habitude]
    | [le | la] même [commande] [que] (la dernière fois | d'habitude)
    | même chose [que la dernière fois] | pareil [que la dernière fois | que d'habitude]
    | encore (la même | une fois la même chose | pareil) | l'habituel | mon habituel
    | ma commande habituelle
    | je (prends | voudrais | veux) (comme d'habitude | la même chose | pareil | ma commande
        habituelle) [que la dernière fois] | on remet ça | remettez-moi (ça | la même chose)
    | la même | le même | recommander la même chose | refaire la même commande | idem
card = carte bancaire | ma carte | changer (de carte | ma carte) | nouvelle carte | paiement
    | moyen de paiement | <card_within>
card_within = (changer | modifier | mettre à jour | remplacer | ajouter | enregistrer | utiliser |
        changez | modifiez | supprimer) [de | la | ma | une | mon | mes | d'] [nouvelle | autre]
        (carte | carte bancaire | moyen de paiement | coordonnées bancaires | cb) [bancaire]
    | (nouvelle | autre) (carte bancaire | cb | carte)
    | ma (carte | cb) [bancaire] (a | est | ne | n') [été | a] [expiré | expirée | refusée |
        bloquée | volée | perdue | marche | marche pas | passe pas] | payer avec une autre carte
    | (changé | nouvelle) de carte
receipt = reçu | facture | le reçu | la facture | ticket | ticket de caisse | ma facture
    | mon reçu | <receipt_within> | facture svp | reçu svp | note | la note
receipt_within = (envoyer | envoyez | envoie | donner | donnez | recevoir | avoir | veux |
        voudrais | besoin | souhaite | transmettre | envoyez-moi | donnez-moi) [moi | nous | d' |
        de] [le | la | un | une | ma | mon | l'] (reçu | facture | ticket de caisse | justificatif
        | factures) | (ma | une | la) facture | copie (de la | du) (facture | reçu)
stranger = [bonjour] , [désolé | désolée | pardon] , [mais | non] , <not_them> , [désolé |
        désolée]
not_them = [c'est | c'est un | c'est le | vous avez | vous avez fait | tu as | vous avez le | tu
        as le | je crois que vous avez le | vous écrivez au | vous êtes au | vous avez un]
        mauvais numéro | erreur de numéro | vous (vous trompez | vous êtes trompé | vous êtes
        trompée) de numéro | vous vous trompez de personne | tu te trompes de (numéro |
        personne) | tu t'es trompé de numéro | ce n'est pas moi | c'est pas moi | (je ne suis
        pas | je suis pas | ce n'est pas | c'est pas) <name> | ce n'est (pas | plus) son numéro
wrong_within = mauvais numéro | erreur de numéro | (trompez | trompé | trompes) de (numéro |
        personne)
human = humain | un humain | une personne | quelqu'un | conseiller | un conseiller | opérateur
    | opératrice | agent | un agent | service client | responsable | standard | vraie personne
    | une vraie personne | appelez-moi | rappelez-moi | <human_within>
human_within = (parler | parlé | discuter | échanger | joindre | passer | passez-moi | mettre en
        relation) [à | avec | au | en] [un | une | le | la | votre] [vrai | vraie] (humain |
        personne | quelqu'un | conseiller | conseillère | agent | opérateur | opératrice | être
        humain | responsable | service client | gérant | patron | vendeur | vendeuse | employé |
        employée | personne réelle) | (appelez | rappelez | appelle | rappelle) -moi
    | (appelez | rappelez | appelle | rappelle) moi
    | (pouvez-vous | peux-tu | quelqu'un peut) (m'appeler | me rappeler | m'appeler svp)
    | (êtes-vous | es-tu | c'est | vous êtes | t'es) un (robot | bot | humain | automate |
        ordinateur) | service client | un être humain | une (vraie) personne
autoreply_within = je (conduis | suis au volant | suis en train de conduire)
    | (réponse | message) (automatique)
    | (absent | absente) (du bureau | jusqu'au | du | actuellement)
    | je suis (actuellement | en ce moment) (absent | absente | indisponible | en réunion | en
        congé | en congés | en vacances | en déplacement)
    | en (congé | congés | vacances | déplacement | réunion) jusqu'
    | je ne suis pas (disponible | joignable)
    | je ne peux pas (répondre | parler) [pour le moment | actuellement | en ce moment]
    | je (vous | te) (rappelle | réponds | recontacte | répondrai | rappellerai) (dès que | plus
        tard | rapidement | à mon retour | ultérieurement)
    | (merci de | ne pas | veuillez ne pas) (répondre à ce | répondre à cet)
    | (nous avons bien reçu | votre message a bien été reçu | nous vous répondrons)
    | ne pas déranger | (mode conduite | concentration conduite) | absence du bureau
    | absent du bureau | ce numéro n'est (pas | plus) (surveillé | attribué)
never_within = oui si
    | (ok | d'accord | oui | parfait | très bien | bon) si (c est | ca | vous | tu | je | on | il
        | elle | le | la | possible | jamais | cela | les)
    | si (c est | ca | vous | tu | possible | jamais) | mais oui c'est ça | c'est ça oui
    | bien sûr et | cause toujours | ben voyons | mon œil | tu parles | et ta sœur | c'est la fête
    | on verra | si je dois | si vous voulez | si tu veux | comme si | ouais bof | bof | mouais
    | moui | bon débarras
    | comment (ça | c'est) | je vais (confirmer | valider) | si on veut | si seulement
    | (confirme | valide | commande | réserve | achète | prends | accepte | décide) [ça | cela |
    tout] (demain | ce soir | lundi | mardi | mercredi | jeudi | vendredi | samedi | dimanche |
    aujourd'hui)
other_question_within = autre chose | d'autres | d'autre | quelque chose d'autre
    | besoin (de plus | d'aide | d'autre | d'autre chose) | une (autre) (question | demande)
    | (voulez | souhaitez | désirez | aimeriez | voudriez) -vous (changer | modifier | ajouter |
        annuler | remplacer | enlever | retirer | attendre | voir)
    | (voulez | souhaitez | désirez) vous [y] [quelque chose à] (changer | modifier | ajouter |
        annuler | remplacer | enlever | voir | plus)
    | (changer | modifier | ajouter | corriger) quelque chose
    | des (questions | préférences | allergies | modifications)
    | (avez-vous | as-tu) (bien reçu | reçu | d'autres | des questions) | toujours là
    | (dois-je | voulez-vous que je) (annuler | annule | modifie | change | attende)
    | vouliez-vous dire | (êtes-vous | c'est) (sûr | sûre | bien vous)
    | (comment) (était | s'est passé) | plus de temps
offer_within = répondez ok | répondez par ok
    | ok pour (commander | confirmer | réserver | accepter)
    | (dois-je | puis-je | je peux | voulez-vous que je | souhaitez-vous que je) (commander |
        réserver | passer | valider | confirmer | commande | réserve | passe | valide | confirme)
    | on (commande | valide | confirme) | ça vous (va | convient) | cela vous (va | convient)
    | est-ce (correct | bon | que ça vous va) | (confirmez | validez) -vous
suggestion_within = que (dites-vous | diriez-vous | pensez-vous)
    | qu' (en pensez-vous | en dites-vous) | ça vous dit
"""

SPELLINGS = """
okay okey oki okk = ok
svp siouplé siouplait = s'il vous plaît
stp = s'il te plaît
sil = s'il
cest sest = c'est
jai = j'ai
jaccepte = j'accepte
jadore = j'adore
jaime = j'aime
jaimerais = j'aimerais
jen = j'en
daccord dacord dacor daccor dakor dacc dak dac = d'accord
bcp bocou bcoup = beaucoup
mrc mci merciii = merci
mercii = merci
tkt = t'inquiète
ouii = oui
bn = bien
tt = tout
ts = tous
pr = pour
qd = quand
pck pcq parceque = parce que
nrv = énervé
parfet parfai parfaitt = parfait
niquel nikel nickele = nickel
jss chui chuis = je suis
taf = travail
rdv = rendez-vous
cmd cde = commande
desolé = désolé
dsl = désolé
msg = message
lheure = l'heure
biensur biensûr = bien sûr
toutafait = tout à fait
biensure = bien sûr
evidement = évidemment
exactemment exactment = exactement
vasy = vas-y
allezy = allez-y
"""

HINGES = """
mais si sauf sinon cependant pourtant plutôt quand où combien comment pourquoi que qui quel quelle
non pas jamais sans seulement juste peut-être probablement attendez attends en fait aussi ajoutez
ajouter autre autres plus moins supplémentaire changez changer modifier au lieu ou pense sûr
condition dépend parce d'abord
"""

BINDING = """
avant après jusque jusqu' sans pas ne hors sauf sous sur plus moins environ entre ni autre
seulement vers dès demi
"""
ARTICLES = """
le la les l un une des mon ma mes votre vos ton ta tes notre nos ce cet cette ces
"""
LISTING = "et avec plus &"
CHOOSING = "ou"
DATES = """
aujourd'hui demain lundi mardi mercredi jeudi vendredi samedi dimanche matin midi après-midi soir
soirée minuit week-end semaine janvier février mars avril mai juin juillet août septembre octobre
novembre décembre
"""
ASKING = "quand où qui que quoi quel quelle quels quelles combien comment pourquoi"

ORDINARY = """
a à au aux un une le la les l de du des ce cet cette ces mon ma mes ton ta tes son sa ses notre
votre nos vos leur je tu il elle on nous vous ils elles me te se lui y en qui que quoi dont où
quand comment combien pourquoi est es suis sommes êtes sont était ai as a avons avez ont avait
fait faire faut peut peux pouvez veux veut voulez ne pas plus jamais rien personne non ni mais ou
et donc or car si comme avec sans pour par sur sous dans chez avant après pendant depuis jusque
vers entre demain hier aujourd'hui matin midi soir nuit jour semaine mois année heure heures
minute lundi mardi mercredi jeudi vendredi samedi dimanche janvier février mars avril mai juin
juillet août septembre octobre novembre décembre deux trois quatre cinq six sept huit neuf dix
onze douze treize quatorze quinze seize vingt trente quarante cinquante soixante cent mille
premier première deuxième dernier rouge bleu bleue vert verte jaune blanc blanche blancs blanches
noir noire rose roses violet orange gris fleur fleurs bouquet tulipe tulipes lys pivoines plante
chocolat chocolats gâteau vin pain café thé eau lait sucre sel grand grande petit petite gros
grosse nouveau nouvelle autre autres même tout toute tous toutes moins trop peu beaucoup très
assez encore déjà bientôt toujours souvent ici là-bas maison adresse ville rue porte carte cadeau
prix euros euro argent payer cher chère paiement livrer livraison envoyer recevoir prendre mettre
donner ajouter enlever changer modifier attendre penser savoir voir dire aller venir quelque chose
quelqu'un mère père maman papa femme mari fille fils ami amie enfant monde monsieur madame merci
bonjour parfum parfois partir partait
"""

NAMES = """
adèle adrien agathe alain alexandre alexis alice amandine amélie anaïs andré anne antoine arnaud
arthur aurélie baptiste béatrice benoît bernard bertrand brigitte bruno camille carine catherine
cécile cédric céline chantal charlotte christelle christian christine christophe claire claude
clément clémence corinne cyril damien daniel danielle david delphine denis didier dominique
édouard élise élodie émilie émile emma emmanuel éric estelle étienne eugénie fabien fabrice fanny
florence florian franck françois françoise frédéric gabriel gaëlle geneviève georges gérard gilles
grégory guillaume guy hélène henri hervé hugo inès isabelle jacqueline jacques jean jérémy jérôme
joël josé joseph julie julien juliette karim karine kévin laetitia laure laurence laurent léa léo
lionel loïc louis louise luc lucas lucie ludovic madeleine manon marc margaux marguerite marianne
marie marine marion martine mathieu mathilde maurice maxime mélanie michel michèle mickaël monique
nadia nadine nathalie nicolas noémie océane odile olivier pascal patricia patrick paul pauline
philippe pierre quentin raphaël raymond rémi renaud rené richard robert roger roland romain sabine
sandrine sébastien serge simon simone solène sophie stéphane stéphanie suzanne sylvain sylvie théo
thérèse thierry thomas timothée valentin valérie vanessa véronique victor vincent virginie xavier
yann yannick yves yvette yvonne zoé
"""

ATTACHMENTS = """
une image, une photo, une vidéo, un film, une pièce jointe, un message audio, un autocollant,
une position, un contact, un lien, un message
"""

LANGUAGE = Language(
    code="fr",
    name="French",
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
            r"(a |j'ai |tu as )?(aime|adore|ri (a|de|en reaction a)|rigole a|souligne|"
            r"mis l'accent sur|accentue|questionne|interroge|n'a pas aime|pas aime|"
            r"s'est interroge sur|a mis en avant) {quote}"
        ),
        r"n'a pas aime {quote}",
        r"a reagi (avec|par|en ajoutant)? ?.{1,12} (a|au|a la|sur) {quote}",
        r"a (supprime|retire|enleve) .{1,40} (de|du|a|au|sur) {quote}",
    ),
    disliked=(
        r"n'a pas aime",
        r"(a )?(questionne|interroge)",
        r"a (supprime|retire|enleve)",
        r"pas aime",
    ),
)
