"""Spanish."""

from concierge.intents.language import Language

GRAMMAR = r"""
# -- yes -----------------------------------------------------------------------------------------

yes = [oh | ah | ay | uy | pues | bueno | y] <yes_word> [<yes_after>] | si por qué no | yes
yes_word = sí | arre | ahuevo | eso mero | ya estás | x supuesto | pos (sí | claro)
    | ni lo (dude | dudes) | sin falta | claro está que sí | faltaba más | faltaría más
    | cómo que no | (lo | la | los | las) quiero sí
    | eso es lo que (quiero | quería | pedí | necesito)
    | (es | eso es) justo lo que (quiero | quería | necesito | buscaba) | ya | afirmo | si | ya po
    | yapo | sipos | sí po | demás que sí | verdadero | me parece | me parece bien | eso quiero sí
    | sí quiero | sip | sii | sipi | sep | sipo | sí sí | sí sí sí | sisi | claro | claro que sí
    | claro que si | pues claro | pues sí | por supuesto | por supuesto que sí | desde luego
    | desde luego que sí | cómo no | como no | obvio | obvio que sí | obviamente | naturalmente
    | evidentemente | ciertamente | efectivamente | en efecto | exacto | exactamente
    | exactamente eso | eso es | eso mismo | así es | así mismo | asi mismo | tal cual | cierto
    | es cierto | verdad | es verdad | correcto | correctísimo | es correcto | está correcto
    | totalmente | totalmente correcto | absolutamente | definitivamente | seguro | segurísimo
    | seguro que sí | sin duda | sin ninguna duda | sin dudarlo | sin lugar a dudas | no hay duda
    | sin problema | sin problemas | sin objeción | sin objeciones | ninguna objeción
    | no tengo objeciones | ninguna pega | afirmativo | positivo | ya lo creo | a huevo | órale
    | ándale | venga sí | que sí | creo que sí claro | de acuerdo | estoy de acuerdo
    | totalmente de acuerdo | estamos de acuerdo
    | estoy (totalmente | completamente | muy) de acuerdo [con (eso | esto | ello | usted)]
    | de acuerdo con (eso | esto | todo) | acuerdo | conforme | estoy conforme | trato hecho
    | es un trato | trato | hecho | vendido | cerrado | trato cerrado | confirmo | confirmado
    | confirmada | lo confirmo | se confirma | confirmamos | aceptado
    | acepto | lo acepto | la acepto | aceptamos | aprobado | apruebo | lo apruebo | autorizado
    | autorizo | concedido | permiso concedido | me apunto | apúntame | cuenta conmigo
    | cuenten conmigo | me sumo | encantado | encantada | con gusto | con mucho gusto
    | con todo gusto | con placer | la respuesta es sí | mi respuesta es sí | digo que sí
    | dije que sí | es un sí | por mí sí | por mi parte sí | un sí rotundo | luz verde
    | tienes luz verde | tiene luz verde
    | tiene mi (aprobación | permiso | consentimiento | ok | visto bueno)
    | le doy mi (aprobación | ok | visto bueno) | 10/10 | 100% | cien por ciento | al cien
    | visto bueno | lo quiero | la quiero | los quiero | las quiero | me lo llevo | me la llevo
    | me los llevo | me las llevo | me lo quedo | me la quedo
    | me quedo con (eso | ese | esa | esto | este | esta) | lo compro | lo tomo | lo llevo
    | lo reservo | lo pido | y
    | zi | shi | simón que sí | simón sí | sí simón | okas | valep | dale que va | sobres va | ya
    quedó | ya vas | jalo | le entro | ya rugiste | a darle | de una vez | de unas | de ley |
    clarísimo | claro clarinete | clarinete | obvi | obvio bobis | efectiviwonder | eso mesmo | así
    mero | así sea | que así sea | correcto todo | correctamente | positivamente | sin duda alguna |
    sin lugar a duda | indudablemente | indiscutiblemente | incuestionablemente | innegablemente |
    sin (ningún problema | inconveniente | inconvenientes | rodeos) | no (tengo | veo) (problema |
    inconveniente | objeción | ningún problema) | no veo por qué no | completamente de acuerdo |
    plenamente de acuerdo | muy de acuerdo | confirmadísimo | clarísimo que sí | tenemos (un trato |
    trato) | anotado | apuntado | cuente conmigo | cuenten con ello | cuenta con ello | cuente con
    ello | encantados | gustoso | gustosa | gustosamente | de mil amores | de buena gana | de muy
    buena gana | para mí (sí | está bien | perfecto | ok | vale | bien) | perfectísimo | perfecta |
    me late | me late sí | me convence | me interesa sí | sí me interesa | me mola | mola mucho sí |
    sí (ese | esa | eso | esos | esas) [mismo | misma | mismos] | sí ya está | sí , (ese | esa |
        eso) (mismo | misma) | sí (ese | esa) misma | sí po | sí poh | ya
    poh | claro po | sí pues claro | (tienes | tiene | tienen) mi (ok | aprobación | permiso | visto
    bueno | consentimiento | autorización) | no faltaba más | cómo crees que no | no lo (dudes |
    dude) | no se (diga | hable) más | y que lo digas | a tope | a por (ello | todas) | a ello | me
    animo | me anoto | anótame | anóteme | anotame | estoy dentro | le doy | le damos | le meto |
    eso sí (quiero | claro) | (ese | esa | eso | este | esta) quiero | ese sí | un sí [rotundo |
    claro] | anda sí | uf sí | ajá sí | sí ajá | aham sí | tal (como | cual) [lo | la] (pedí |
    quería) | (es | está) justo lo que (pedí | quería) | justo lo que (quería | quiero | pedí |
    necesito | buscaba) | exactamente lo que (quería | quiero | pedí | necesito | buscaba) | todo
    como lo (pedí | quería) | así quedamos | quedamos así | en eso quedamos | quedamos en eso | (se
    | te) (lo | la | los | las) compro | me (convenciste | convenció) | me (has | ha) convencido |
    por descontado | (dalo | delo | dé | délo) por hecho | tenlo por seguro | téngalo por seguro |
    marchando | a la orden | a sus órdenes | (como | lo que) usted diga | pues sea | así se hará |
    así lo haremos | sí lo haré | oído cocina | sí quiero eso | me quedo con (él | ella | ellos |
    ellas | todo) | listo el pollo | listo calisto | de pelos | de acuerdísimo | dale gas | dale
    play | dale átomos | ándele | ándele pues | ándele sí | échele | jale | va de nuez sí | ya
    estufas | ya estuvo | sip claro | of course | chi | sí a todo
yes_after = claro | por supuesto | desde luego | exactamente | exacto | correcto | de acuerdo
    | señor | señora | señorita | efectivamente | totalmente | seguro | sin duda | obvio | sí
    | así es | eso es | con gusto | encantado | encantada | por mí | correctamente | confirmo
    | absolutamente
ok = [oh | ah | ay | pues | bueno] (ok | okay | vale | vale vale | dale | dale dale | bueno | bien
        | muy bien | está bien | esta bien | está bueno | todo bien | listo | perfecto |
        perfectamente | va | va que va | venga | venga va | sale y vale | sale pues | oki | okis |
        oka | okey | okidoki | okok | ok ok | ok vale | ok perfecto | ok está bien | okey dokey |
        de una | dale po | ok po | ya dale | bueno ya | ya bueno | está ok | esta ok | hecho |
        bueno vale | correcto | conforme | bárbaro dale | joya | joya dale | genial dale)
    | ta (bien | bueno) | tá (bien | bueno) | tabien | ningún problema | sin problema | no hay
    problema | ni un problema | ok (va | dale | sale | bien | listo) | listo pues | listo ya | bien
    bien | vale bien | está buenísimo | está genial
praise = [<very>] (genial | excelente | estupendo | estupenda | fantástico | fantástica |
        maravilloso | maravillosa | fenomenal | increíble | super | súper | guay | chido | padre |
        padrísimo | bárbaro | buenísimo | buenísima | qué bien | qué bueno | qué bonito | qué
        lindo | me encanta | me gusta | me gusta mucho | me parece | hermoso | precioso | bonito |
        lindo | espectacular | magnífico | brillante | buena idea | bueno bueno | mejor así |
        mucho mejor | de maravilla | de lujo | de diez | bravo | ole | olé | qué ilusión | cool |
        bacán | chévere | buena elección | todo claro | claro está | entendido | comprendido | qué
        guay)
    | mola | mola mucho | bacano | chévere | qué chévere | excelente opción | buena opción | de lujo
    | un lujo
answer = <please> | (eso | así | lo | la | esto | todo) (es | está | quiero)
    | lo (es | está | haré | hago | estoy | sé) | (sí que) (lo es | lo quiero | quiero) | quiero
    | me gustaría | me encantaría | sí puede | <open> | creo que (sí | está bien | es correcto)
    | eso quiero | eso dije
assent = <yes> | <verdict> | <wish> | <go>
    | por mí (está bien | bien | perfecto | vale | ok | de acuerdo | adelante | genial)
    | bien por mí | por mi parte (está bien | bien | perfecto | todo bien | ok | de acuerdo)
    | ok por mí | ok por mi parte | vale por mí
    | (perfecto | bien | ok | vale) para (mí | nosotros)
    | no (tengo | hay) (ningún | ninguna) (problema | objeción | inconveniente)
    | no hay (problema | inconveniente) [por mí | de mi parte | por mi parte]
    | <opinion> [,] (así que | entonces | por lo que | o sea que | por lo tanto) [,] (<yes> | <wish>
    | <go>) [,] [<wish> | <go> | lo haré]
very = muy | todo | toda | todos | super | súper | bastante | realmente | totalmente
    | completamente | absolutamente | perfectamente | así | tan | exactamente | justo | justamente
    | también | igualmente | bien | más que | ya | me | nos | verdaderamente | en verdad | sí
    | efectivamente | por fin | precisamente | todavía | a mí | de verdad
good = bien | bueno | buena | buenas | buenos | perfecto | perfecta | perfectas | perfectos
    | perfectamente | correcto | correcta | correctos | correctas | excelente | genial | ok | vale
    | estupendo | estupenda | fantástico | maravilloso | fenomenal | ideal | exacto | exacta
    | cierto | verdad | listo | lista | conforme | de acuerdo | aceptable | razonable | increíble
    | súper | super | guay | justo | en orden | confirmado
    | lo que (quiero | quería | pedí | necesito | necesitaba | buscaba | ordené | busco | dije |
        he pedido | había pedido | deseo | solicité | queremos | necesitamos | me gusta)
    | mi pedido | mi orden | mi elección | mi reserva | el correcto | la correcta | eso | así
    | una buena idea | una excelente idea | buena idea | un buen plan | una gran idea | adecuado
    | como quería | como lo quería | como lo quiero | como pedí | como lo pedí
    | tal como (quería | pedí | lo pedí | lo quería) | estupendamente | fenómeno | divino
    | bárbaro | de lujo | de diez | bonito | claro | apropiado | muy bien
after = para (mí | nosotros) | así | también | por mí | por mi parte | de mi parte | ahora
    | entonces | todo | conmigo | a mí | gracias | tal cual | como está | como esta | aquí
    | por ahora sí | eso | sí
verdict = [sí | si] [todo | todo eso | todo esto | eso | esto | ese | esa | así | ello | el pedido
        | mi pedido | la orden | mi orden | la reserva | el presupuesto | la cotización | la
        oferta | <echo> | los datos | los detalles | la información | el resumen | lo que dijo |
        lo que dice | la propuesta] [<very>] (es | está | son | están | suena | parece | se ve |
        se oye | luce | queda | va | sería | estaría | será | estará | vendría | resulta | quedó |
        esta | se escucha | me viene | nos viene | me va | nos va | viene) [<very>+] <good>
        [<after>+]
    | [todo | eso | esto | así | esa | ese | <echo> | el pedido | la propuesta | la oferta]
        [<very>] (me (parece | va | viene | sirve | conviene | gusta | funciona | queda | suena |
        vale | cuadra | encaja) | nos (parece | va | viene | sirve | conviene | gusta | funciona |
        queda | cuadra) | (funciona | sirve | cuadra | encaja) [para mí | para nosotros | bien])
        [<very>+] [bien | perfecto | perfectamente | perfecta | genial | estupendo |
        estupendamente | de maravilla | fenomenal | correcto | ok | excelente | buena idea | una
        buena idea | justo | fantástico] [<after>+]
    | todo (bien | correcto | perfecto | en orden | ok | está bien | está correcto | listo |
        conforme) [<after>+]
    | <very>+ (correcto | perfecto | cierto | conforme | exacto) [<after>+]
    | (perfecto | excelente | bien | genial | estupendo) así
    | así (está [<very>] (bien | perfecto | ok) | me gusta | lo quiero | es perfecto | perfecto |
        mismo)
    | (es | eso es | está) [exactamente | justo | justamente | precisamente | tal cual] (lo que
        (quiero | quería | pedí | necesito | buscaba | ordené) | eso | así)
    | tiene (razón | toda la razón) | tienes (razón | toda la razón)
    | (lo tienes | lo tiene) [todo | muy] (bien | correcto)
    | estoy (contento | contenta | satisfecho | satisfecha | feliz | conforme | listo | lista | de
        acuerdo) [con (eso | esto | todo | el pedido | ello)]
it = eso | esto | ese | esa | este | esta | esos | esas | estos | estas | todo | todo eso
    | todo esto | aquello
det = el | la | los | las | mi | mis | su | sus | tu | tus | nuestro | nuestra | este | esta | ese
    | esa | esos | esas
process = pedido | orden | reserva | reservación | cita | compra | presupuesto | cotización
    | oferta | entrega | envío | encargo | transacción | pago | trato | propuesta | solicitud
np = <it> | [<det>] [mismo | misma] <process>
    | (ese | esa | este | esta | esos | esas | estos | estas) <echo>
    | [<det>] <process> (de | del | para | en | a) [el | la | los | las] <echo>
enp = [<det>] <echo>
go = [<lead_in>+] (confirmar | proceder | continuar | confirmar <np> | adelante | adelante con
        (eso | ello | todo | el pedido | la orden | la reserva | la compra | <np> | <enp>) |
        hágalo | hazlo | háganlo | hagámoslo | hagamos eso | hágale | dale | dale nomás | dele |
        procede | proceda | procedan | continúe | continúa | continúen | siga | sigue | sigan |
        siga adelante | sigue adelante | seguimos | vamos | vamos con (eso | ello | todo | esa |
        ese) | vamos a ello | vamos allá | vamos adelante | vámonos | hagan | haga | manos a la
        obra | resérvelo | resérvalo | resérvela | resérvala | resérvamelo | resérvemelo |
        cómprelo | cómpralo | cómprala | cómpramelo | pídelo | pídalo | pídemelo | envíelo |
        envíalo | envíamelo | envíemelo | envíenlo | mándalo | mándelo | mándamelo | mándemelo |
        mándenlo | tráelo | tráigalo | tráemelo | tráigamelo | confírmalo | confírmelo |
        confírmala | confirma | confirme | ordénalo | ordénelo | agéndalo | agéndelo | agéndala |
        apúntalo | apúntelo | prográmalo | prográmelo | tramítalo | tramítelo | póngalo | ponlo |
        cóbrelo | cóbralo | cóbreme | cóbrame | cargue mi tarjeta | cargalo a mi tarjeta |
        cárguelo a mi tarjeta | métele | échale | jálale | resérveme | resérvame | házlo | haz el
        pedido | haga el pedido | hacer el pedido | haz la reserva | haga la reserva | cierra el
        trato | cierre el trato | finaliza | finalice | llévalo a cabo | vaya adelante | pásalo |
        páselo | prepáralo | prepárelo | acéptalo | tómalo | cómprenlo | resérvenlo | hagamoslo |
        lo hacemos | lo pedimos | lo reservamos | lo confirmamos | nos lo quedamos | lo compramos
        | lo queremos) [<it>] [<go_after>+]
    | [<lead_in>+] (haz | haga | hagan | hacer | realiza | realice | confirma | confirme | compra
        | compre | pide | pida | envía | envíe | manda | mande | tramita | tramite | procesa |
        procese | completa | complete | acepta | acepte | cierra | cierre | toma | tome | agenda |
        agende | programa | programe | prepara | prepare | ordena | ordene | finaliza | finalice |
        haz me | hazme | hágame | envíame | envíeme | mándame | mándeme | tráeme | tráigame | dame
        | deme | déme | póngame | ponme | resérvame | resérveme) <np> [<go_after>+]
    | (puede | puedes | pueden) [<very>] (proceder | seguir | reservar | comprar | pedir | enviar
        | hacerlo | reservarlo | comprarlo | pedirlo | enviarlo | confirmarlo | reservarla |
        confirmarla | hacer | tramitar | cobrar | cobrarme | mandarlo | mandármelo | enviármelo |
        realizar) [<np>] [<go_after>+]
    | vamos a (hacerlo | pedirlo | reservarlo | comprarlo | por ello | confirmarlo | hacer eso)
    | [<lead_in>+] (procedamos | sigamos | continuemos | mándale | mandale | mandale nomás | mandalo
    | mandámelo | hacelo | hacelo nomás | reservalo | reservámelo | confirmalo | confirmá | comprálo
    | compralo | pedilo | pedímelo | traelo | traémelo | enviámelo | envialo | dámelo | dámela |
    dámelos | dámelas | démelo | démela | démelos | démelas | tráemelos | mándamelos | autorice |
    autorízalo | autorícelo | apruébelo | apruébalo | aceptar | vamos para adelante | para adelante
    | pa lante | palante | adelante pues | a reservar | a comprar | a pedir | sigan adelante |
    avanza | avance | avancemos | hágase | hágase así | que se haga | cárguelo | cárgalo | cargalo |
    regístralo | regístrelo) [<go_after>+] | (puede | puedes | pueden | podés | puedes ya)
    (continuar | confirmar | avanzar | seguir adelante | hacerla | pedirla | enviarla | comprarla |
    mandarla | finalizar | procesarlo | procesar [<np>]) [<go_after>+] | (autorizo | apruebo) (el
    cargo | el cobro | el pago | el gasto) [<go_after>+]
go_after = por favor | porfa | porfavor | ahora | ahora mismo | ya | ya mismo | para mí
    | para nosotros | así | entonces | pues | gracias | tal cual | nomás | no más | de una vez
    | también | enseguida | inmediatamente | con el pedido | con la orden | con la reserva
    | con la compra | con todo | con eso | con ello | con <np> | con <enp> | y <go_verb>
go_verb = hazlo | hágalo | adelante | confirma | confirme | resérvalo | resérvelo | cómpralo
    | cómprelo | pídelo | envíalo | envíelo | haz el pedido | haga el pedido | haz la reserva
    | haga la reserva
lead_in = entonces | pues | y | bueno | por favor | porfa | ahora | venga | sí | si | ok | vale
    | favor de
wish = [sí | si] (lo | la | los | las | me lo | me la | me los | me las) [<very>] (quiero |
        confirmo | acepto | tomo | compro | reservo | pido | llevo | quedo | queremos | tomamos |
        llevamos | necesito | deseo | ordeno | autorizo) [<go_after>+]
    | [sí | si] (yo) (quiero | acepto | confirmo) [<go_after>+]
    | [sí | si] [yo] (quiero | confirmo | acepto | tomo | compro | reservo | pido | llevo |
        quisiera | deseo | necesito | queremos | apruebo | autorizo | elijo | escojo | me llevo |
        me quedo con | le confirmo | te confirmo) <np> [<go_after>+]
    | [sí | si] [yo] (quiero | quisiera | deseo | me gustaría | me encantaría | voy a | queremos |
        necesito | estoy listo para | estoy lista para | nos gustaría | prefiero) (hacerlo |
        pedirlo | comprarlo | reservarlo | confirmarlo | aceptarlo | llevarlo | tomarlo | proceder
        | continuar | seguir adelante | confirmar | reservarla | comprarla | confirmarla |
        comprarlos | llevármelo | realizarlo | seguir) [<np>] [<go_after>+]
    | [sí | si] [yo] (quiero | quisiera | deseo | me gustaría | voy a | queremos) (hacer |
        confirmar | reservar | comprar | pedir | aceptar | realizar | tomar) <np> [<go_after>+]
    | (eso | esto) (sería | estaría) [<very>+] (genial | perfecto | estupendo | bien | excelente |
        fantástico | ideal | bueno | maravilloso) [<after>]
    | (sería | estaría) [<very>] (genial | perfecto | estupendo | excelente | fantástico | ideal)
        [<after>]
opinion = (creo | pienso | me parece) que (eso | esto | así | ello | ya) (funciona | funcionaría |
        funcionará | está bien | estaría bien | sirve | va bien | me sirve | irá bien | va a
        funcionar | estará bien) | (creo | pienso) que (sí | está bien | funcionará | funcionaría |
        funciona | va a funcionar)
open = (quiero | quisiera | deseo | me gustaría | necesito | voy a) [(hacer | reservar | comprar |
        pedir | ordenar | llevar | tomar)] [<enp> | (un | una | unos | unas) (<process> | <echo>)]
        [para <echo> | a <echo>] [<go_after>+]
    | (dame | deme | ponme | póngame | envíame | envíeme | mándame | mándeme | tráeme | tráigame |
        reserva | reserve | compra | compre | pide | pida | haz | haga | tomo | llevo | compro |
        reservo | pido) [<enp> | (un | una | unos | unas) (<process> | <echo>)] [<go_after>+]
    | me llevo <enp>

# -- around it -----------------------------------------------------------------------------------

polite = <please> | <thanks> | <address> | <kind> | <closing> | oh | ah | ay | uy | wow | pues
    | entonces | hombre | mujer
please = por favor | porfavor | porfa | porfis | xfa | xfavor | plis | please | si es tan amable
    | si eres tan amable | favor
thanks = [ok | muchas | muchísimas | mil | un millón de | infinitas | muy] (gracias | agradecido |
        agradecida) [muchas | mil | por todo | de antemano | de corazón | nuevamente | otra vez |
        a usted | a ti | a ustedes | a todos | por adelantado | de verdad | infinitas] [por (todo
        | su | tu | la | el | vuestra | tan) [ayuda | atención | servicio | paciencia | tiempo |
        respuesta | información | amabilidad | rapidez | presupuesto | gran servicio | rápida
        respuesta | apoyo]] | grax | graciass | se (lo | le) agradece | se agradece [mucho]
    | (te | le | os | les) (agradezco | lo agradezco) [mucho | muchísimo | todo | la ayuda | su
        ayuda] | lo agradezco | muy amable [de su parte | de tu parte] | qué amable | agradecido
    | agradecida | muy amables | mil gracias por todo | mercí | thank you | thanks
greeting = hola | buenas | buenos días | buen día | buenas tardes | buenas noches | holi | holis
    | ola | qué tal | hey | saludos a todos | hola hola | hello | muy buenas | muy buenos días
address = señor | señora | señorita | amigo | amiga | amigos | jefe | jefa | tío | tía | hermano
    | hermana | compa | cuate | güey | wey | crack | máquina | guapo | guapa | cariño | corazón
    | bro | don | doña | joven | chicos | chicas | equipo | mi amor | mi rey | mi reina
    | compañero | compañera | caballero | socio | maestro | parce | che | <name> [<name>]
kind = (es | son | eres | sois) [usted | ustedes] [<very>+] (el mejor | la mejor | los mejores |
        las mejores | genial | geniales | un sol | un amor | un ángel | lo máximo | increíble |
        increíbles | maravilloso | maravillosa | amable | amables | un crack | una crack | unos
        cracks | buenísimos | encantador | encantadora | un encanto)
    | (buen | gran | excelente) (servicio | trabajo) | qué (buen | gran) servicio
    | estoy (feliz | encantado | encantada | contento | contenta | ilusionado) | los quiero
    | te quiero | dios (le | te | los) bendiga | bendiciones
closing = (saludos | un saludo | saludos cordiales | cordialmente | atentamente | atte | un abrazo
        | abrazos | besos | un beso | besitos | cordial saludo | saludos a todos) [, <signed>]
    | enviado desde mi (iphone | móvil | celular | teléfono | android | samsung | ipad)
    | soy <name> [<name>] | (habla | aquí) <name>
signed = <name> | <unknown> | <name> <unknown> | <unknown> <unknown> | <name> <name>
beside = <open> | sin (cambios | modificaciones) | nada que cambiar | no hace falta cambiar nada
    | no hay (problema | problemas) | no pasa nada | ningún problema | sin (problema | problemas)
    | tranquilo | tranquila | [y | con] eso es todo [por (ahora | hoy | el momento)] [gracias]
    | [y] (nada más | nada mas | sólo eso | solo eso | es todo) [gracias] | adiós | chao | chau
    | bye | hasta (luego | pronto | la próxima | la vista) | nos vemos | nos vemos pronto
    | cuídate | cuídese
    | que (tenga | tengas | tengan) [un | una | muy] [buen | buena | excelente | lindo | bonito |
        buenas] (día | tarde | noche | semana | noches) | buen (fin de semana | día)
    | feliz (día | tarde | noche | fin de semana) | buenas noches | igualmente
    | (qué | tengo muchas) ganas | (estoy) ansioso | jaja | jajaja | jeje | jajajaja | jiji
    | por qué no | porque no | estoy (seguro | segura) | lo quiero | eso quiero | quiero eso
    | eso sería todo | sería todo | la respuesta es sí | nos vemos luego
pause = en realidad | a ver | veamos | déjame (ver | pensar | revisar | checar | mirar)
    | déjeme (ver | pensar | revisar | mirar) | espera | espere | espérame
    | un (momento | segundo | momentito | minuto) | dame un (momento | segundo | minuto)
    | deme un (momento | segundo | minuto) | mmm | hmm | eh | este | emm | ehh | lo reviso
    | estoy mirando | pensándolo
joining = y | entonces | pues | luego | e
naming = [al | a la | a | para | con | por | el | la] [el | la] [presupuesto | pedido | oferta |
        número | nº | n | no | nro | num | opción | cotización | orden] [número | nro | num | n |
        #] <number>
repeating = [para | a | al | el | la | los | las | de | del | en | con | por | y | mi | mis | es |
        son | a las | a la] [el | la | los | las] <echo>

# -- no ------------------------------------------------------------------------------------------

decline = [<lead>+] <no> [<no_after>+]
lead = ok | oh | ah | ay | bueno | pues | eh | mejor | perdón | perdona | disculpe | disculpa
    | lo siento | en realidad | pero | , | sí | si | vale | entonces | mira | mire | ya
    | lamentablemente | y | la verdad | por ahora | por favor
no = no | nop | nope | nel | nah | noo | nones | no no | no no no | que no | pues no
    | claro que no | por supuesto que no | desde luego que no | para nada | de ninguna manera
    | de ningún modo | en absoluto | ni hablar | ni de broma | ni loco | ni loca | jamás | nunca
    | nunca jamás | negativo | no gracias | no muchas gracias | no por favor | ahora no
    | ahora mismo no | hoy no | todavía no | aún no | no ahora | no por ahora | no por el momento
    | por ahora no | por el momento no | mejor no | creo que no | no creo | no lo creo
    | yo creo que no | no hay forma | no hay manera | no es correcto | incorrecto | no está bien
    | no es así | falso | no es cierto | no estoy de acuerdo | no de acuerdo | en desacuerdo
    | desacuerdo | no acepto | rechazo | rechazado | lo rechazo | paso | yo paso
    | tal vez (después | luego | más tarde | otro día | mañana | en otra ocasión)
    | quizás (después | luego | más tarde | otro día | en otra ocasión)
    | quizá (después | luego | más tarde | otro día) | otro día | en otra ocasión | otra vez será
    | más tarde | más adelante | después | luego | olvídalo | olvídelo | olvida | olvide
    | olvídate | déjalo | déjelo | déjalo así | déjelo así | deja | dejémoslo | da igual
    | no importa | no hace falta | no es necesario | no te preocupes | ya no | ya no gracias
    | cancela | cancelar
    | no (lo | la | los | las | me) (quiero | necesito | hagas | haga | compres | compre |
        reserves | reserve | envíes | envíe | pidas | pida | confirmes | confirme | interesa |
        gusta | conviene | sirve | convence | apetece | quieren | mandes | mande) [ya | ahora |
        por ahora | más | todavía]
    | no [ya] (quiero | necesito | deseo | queremos | quisiera | me gustaría) [nada | ninguno |
        ninguna | <np> | hacerlo | comprarlo | reservarlo | pedirlo | más | reservar | comprar |
        pedir | continuar | seguir | hacer <np>] [ya | ahora | por ahora | más | gracias]
    | ya no (lo | la | los | las) quiero
    | no (procedas | proceda | continúes | continúe | sigas | siga | hagas nada | haga nada)
    | (es | está | me parece | resulta) [muy | demasiado | un poco | bastante] (caro | cara |
        tarde | lejos) [para mí] | (muy | demasiado) (caro | cara | tarde)
    | no (estoy | estamos) (interesado | interesada | interesados | seguro | segura | listo |
        lista) | no me (interesa | convence | gusta | sirve | parece [bien]) | eso no | así no
    | esto no
    | nel pastel | ni (muerto | muerta | de coña | en broma | en sueños | modo | madres | por asomo
    | ahora ni nunca) | rechazar | declino | paso de (eso | esto | todo) | no es (verdad | posible)
    | no (confirmo | confirmado | ok | puedo | va | va más | vale | procede) [ahora | gracias] |
    nada de eso | de eso nada | qué va | que va | no po | imposible | es imposible | nanay | tampoco
    | ninguno | ninguna | no sé mejor no | nadita | nones | nequis | ne | no pues no | no para nada
    | no señor | ni pensarlo | ni lo pienses | ni lo sueñes
no_after = , | gracias | muchas gracias | muchas gracias igual | gracias igual
    | gracias de todos modos | gracias igualmente | no | lo siento | perdón | por favor | ahora
    | por ahora | por el momento | todavía | de momento | estoy bien | estoy bien así
    | así está bien | está bien | está bien así | adiós | hasta luego | otro día | quizás después
    | tal vez luego | más tarde | ya | hoy | para nada | <no> | señor | señora | igual
done = (no | ok | nop) [,] [gracias] [,] <finished> | <finished>
finished = (eso es todo | es todo | nada más | nada mas | eso sería todo | sería todo | ya está |
        solo eso | sólo eso | con eso basta | ya terminé) [por (ahora | hoy | el momento)]
        [gracias]

# -- the other intents ---------------------------------------------------------------------------

undo = deshacer | deshaz | deshazlo
    | (cancela | cancele | cancelar | cancelen | anula | anule | anular) [todo | eso | esto | lo |
        por favor | mi pedido | el pedido | <np>] | cancelarlo | cancélalo | cancélelo | anúlalo
    | anúlelo | cancelación | <undo_within> | (para | detén | deja) de hacer eso | para eso
    | detén eso
undo_within = (cancela | cancele | cancelar | cancelen | anula | anule | anular | anulación de |
        cancelación de) [el | la | mi | este | ese | esta | nuestro] [último | última] (pedido |
        orden | reserva | reservación | compra | cita | envío | entrega)
    | (he cambiado | cambié | cambie) de (opinión | idea | parecer)
    | (quiero | quisiera | necesito | deseo | me gustaría) (cancelar | anular) [lo | el | mi]
    | (puede | puedes | pueden | podría | podrías) (cancelar | cancelarlo | anular | anularlo)
    | (pedí | acepté | compré | confirmé) por error | (fue | ha sido) un error | por error
    | ya no quiero (el | mi) pedido
stop = paren | stop | alto | baja | parar | pare | para | basta | ya basta | salir | darse de baja
    | darme de baja | dar de baja | dame de baja | deme de baja | cancelar suscripción
    | cancelar suscripcion | anular suscripción | no más mensajes | no mas mensajes | no más sms
    | desuscribir | desuscribirme | desuscribirse | dejen de escribir | déjame en paz
    | déjenme en paz | déjeme en paz | dejadme en paz | no molestar | no molesten | no molestes
    | eliminar | bórrame | bórrenme | detener | deténgase | fin | lárgate | spam | stop por favor
    | alto por favor | baja por favor
    | basta ya | me doy de baja | solicito [la | mi] baja | baja sms | para ya | parad ya | parad |
    pare ya | paren ya | ya párale | párale | desuscribime | desinscribirme | cese | cesen | cesar |
    desactivar | terminar | quitar | bloquear | los voy a bloquear | te voy a bloquear | váyanse |
    vete a la mierda | váyanse a la mierda | cállate | cállense | callate | no (jodas | jodan |
    friegues | chingues | chinguen) [más] | me tienen harto | me tienen harta | (esto | eso) es
    (spam | acoso) | me opongo al tratamiento de mis datos | stop (ya | mensajes | todo) | olvídate
    de mí | olvídense de mí | detener (mensajes | todo | los mensajes) | no recibir (más | nada)
stop_within = (deja | deje | dejen | dejad | para | pare | paren | parad) [ya] de (escribir |
        escribirme | enviar | enviarme | mandar | mandarme | molestar | molestarme | contactar |
        contactarme | llamar | llamarme | textear | textearme | acosarme | joder | fastidiar |
        hacer spam) [me] [mensajes | sms | textos | cosas]
    | no (me | nos) (escriban | escribas | escriba | envíen | envíes | envíe | manden | mandes |
        mande | molesten | molestes | moleste | contacten | contactes | contacte | escribáis |
        enviéis | llamen | texteen) [más | mas | ya | nunca | nada] [mensajes | sms | textos]
    | no (quiero | deseo | queremos) [recibir | que] [más | mas | sus | ningún | ningunos | me]
        [recibir | escriban | envíen | manden | contacten | molesten] (mensajes | sms | textos |
        mensaje | notificaciones | publicidad | spam | más mensajes)
    | no quiero que me (escriban | escribas | envíen | manden | contacten | molesten | llamen)
    | (no | ni un | ningún) (más | mas | mensaje) (mensajes | sms | textos | más | publicidad |
        spam | notificaciones) | (dame | deme | denme | darme | darnos | dadme | dar) de baja
    | (date | dese) de baja
    | (bórrame | bórreme | bórrenme | elimíname | elimíneme | elimínenme | quítame | quíteme |
        quítenme | sácame | sáqueme | sáquenme) [de] [la | su | tu | esta | vuestra] [lista |
        base]
    | (borra | borre | borren | elimina | elimine | eliminen | quita | quiten) mi (número |
        teléfono | contacto | móvil | celular)
    | (déjame | déjeme | déjenme | dejadme) (en paz | tranquilo | tranquila)
    | (cancelar | cancela | cancele | anular | anule) [la | mi] suscripción
    | (desuscribirme | desuscríbeme | desuscríbanme | desuscríbame)
    | (retiro | revoco) mi consentimiento | en paz
    | no (quiero | deseo | queremos | quisiera) (recibir | saber) [de] (nada | más | ustedes) | no
    (quiero | deseo | quisiera) ser (contactado | contactada | molestado | molestada) | no [me]
    (vuelvan | vuelvas | vuelva) a (escribir | escribirme | mandar | mandarme | enviar | enviarme |
    llamar | llamarme | molestar | molestarme | contactar | contactarme) | (eliminar | eliminen |
    elimina) [la | mi] suscripción | (borren | borra | eliminen | elimine | borre) mis datos |
    (cesen | cese) [de | con] [los | sus | enviar] (mensajes | sms | mensaje) | (desactivar |
    desactiva | desactive | desactiven) [los | las | sus] (mensajes | notificaciones | sms | avisos)
    | (déjate | dejate | déjense | deja | dejá | dejame | dejen) de (joder | fastidiar | molestar |
    escribir | escribirme | mandarme | romper) | (harto | harta) de [sus | tus | estos | los |
    tantos] mensajes | (stop | alto) a (los | sus) (mensajes | sms) | no (enviar | mandar) más |
    nunca más me (escriban | escribas | contacten | manden) | (olvídense | olvídate | olviden |
    olvida | pierdan | pierde) [de] mi (número | contacto | teléfono) | no me (rompas | rompan) más
start = start | empezar | alta | darme de alta | suscribirme | suscribir | reanudar
    | volver a recibir | suscríbeme | reactivar | dame de alta | comenzar | iniciar
help = ayuda | ayúdame | ayúdeme | ayudame | help | info | información | necesito ayuda
    | ayuda por favor | cómo funciona [esto]
    | cómo (hago | se hace | puedo) [para] [un] [pedir | pedido | ordenar | comprar]
    | qué (puedes | puede) hacer | quién (eres | es) | quién es usted | me (puedes | puede) ayudar
    | puede ayudarme | puedes ayudarme | qué es esto | opciones | soporte | auxilio
    | no entiendo cómo funciona
menu = menú | el menú | la carta | carta | catálogo | el catálogo | precios | los precios
    | lista de precios | la lista | productos
    | (muéstrame | muéstreme | enséñame | envíame | mándame | dame | deme | envíeme | pásame) (el
        menú | la carta | el catálogo | los precios | la lista [de precios])
    | (quiero | quisiera | puedo | me gustaría) ver (el menú | la carta | el catálogo | los
        precios) | qué (tienen | tienes | tiene | venden | vende | ofrecen | hay)
    | qué (productos) (tienen | venden) | ver (menú | el menú | la carta)
status = estado | estatus | seguimiento | rastreo | rastrear | dónde está | cuándo llega
    | ya llegó | ya viene | alguna novedad | novedades | hay novedades | <status_within>
    | estado del pedido | ya salió
status_within = dónde (está | están | anda | viene | va | queda) (mi | el | mis | la | nuestro)
        (pedido | orden | paquete | envío | compra | entrega | repartidor | flores | cosas)
    | (estado | estatus | seguimiento | rastreo) (de | del) [mi | la] (pedido | orden | envío |
        paquete | compra)
    | (rastrear | seguir | localizar) (mi | el) (pedido | paquete | envío | orden)
    | cuándo (llega | llegará | llegan | sale | viene | estará | van a entregar | me llega | me
        entregan | recibiré) [mi | el | la | las | mis] (pedido | orden | paquete | envío |
        entrega | flores)
    | (ya) (llegó | salió | enviaron | viene | entregaron) (mi | el) (pedido | paquete | orden |
        envío)
    | (mi | el) (pedido | paquete | envío) (ya | no ha | aún no | todavía no | cuándo) (llegó |
        llegado | salió | llega | ha llegado | viene)
usual = lo (de siempre | mismo de siempre | mismo | habitual | usual | mismo que la última vez |
        mismo que (siempre | la vez pasada | antes | la otra vez)) [por favor]
    | (quiero | dame | deme | ponme | póngame | mándame | envíame | quisiera | me da) lo (de
        siempre | mismo [de siempre | que la última vez | otra vez] | habitual)
    | lo mismo (otra vez | de nuevo | de la última vez | que la vez pasada | por favor)
    | otra vez lo mismo | como siempre | el de siempre | la de siempre
    | mi pedido (habitual | de siempre | usual)
    | el mismo pedido [de siempre | de la última vez | otra vez | que la última vez]
    | repetir [pedido | el pedido | mi pedido] | repite [el pedido | mi pedido | lo último]
    | repita el pedido | igual que (siempre | la última vez | la vez pasada) | otro igual
card = tarjeta | mi tarjeta | cambiar (tarjeta | de tarjeta | mi tarjeta | la tarjeta)
    | nueva tarjeta | método de pago | forma de pago | <card_within>
card_within = (cambiar | cambio | cambie | cambia | actualizar | actualice | actualiza | modificar
        | agregar | añadir | reemplazar | usar | poner | registrar | quitar) [de | la | mi | una |
        otra | el | mi] [nueva | otra] (tarjeta | método de pago | forma de pago | datos de pago)
    | (nueva | otra) tarjeta | tarjeta nueva
    | mi tarjeta [de (crédito | débito)] (fue | ha sido | está | expiró | venció | caducó | no)
        [rechazada | bloqueada | vencida | caducada | expirada | robada | funciona | pasa | sido]
    | pagar con otra tarjeta | (se me) (venció | caducó | perdió) la tarjeta
receipt = recibo | factura | ticket | el recibo | la factura | mi recibo | mi factura
    | comprobante | boleta | <receipt_within> | la cuenta | recibo por favor | factura por favor
receipt_within = (envíame | envíeme | mándame | mándeme | enviar | enviarme | mandar | mandarme |
        dame | deme | necesito | quiero | quisiera | puedes darme | pueden darme | recibir |
        solicitar | pásame) [el | la | un | una | mi] (recibo | factura | ticket | comprobante |
        boleta) | copia (del | de la | de mi) (recibo | factura)
stranger = [hola] , [perdón | perdone | perdona | disculpe | disculpa | lo siento] , [pero | no]
        , <not_them> , [perdón | lo siento]
not_them = [es [un] | este es un | tiene el | tienes el | tiene un | tienes un | creo que tiene
        el] número equivocado | (se ha | te has | se han) equivocado de (número | persona) | (se
        equivocó | te equivocaste | se equivoca | te equivocas | se equivocaron) de (número |
        persona) | no soy yo | (no soy | no es | esta no es | este no es) <name> | este (no es |
        ya no es) su número | persona equivocada
wrong_within = número equivocado | (equivocado | equivocó | equivocaste | equivoca) de (número |
        persona)
human = humano | un humano | persona | una persona | agente | un agente | operador | operadora
    | asesor | representante | alguien | encargado | gerente | atención al cliente
    | servicio al cliente | persona real | una persona real | llámame | llámeme | llámenme
    | <human_within>
human_within = (hablar | comunicarme | comunicar | chatear | contactar | platicar | conectar |
        pasar | pasarme | comuníqueme | comuníquenme | pásame | páseme | conversar) [con | a] [un
        | una | el | la | algún | alguna | su] (humano | persona | agente | operador | operadora |
        asesor | asesora | representante | alguien | encargado | encargada | gerente | dueño | ser
        humano | ejecutivo | supervisor | persona real | empleado | atención al cliente | servicio
        al cliente | vendedor | vendedora)
    | (me | nos) (puede | puedes | pueden | podría | podrían) (llamar)
    | (puede | puedes | pueden) llamarme | (llámame | llámeme | llámenme)
    | (es | eres) [usted] (un | una) (robot | bot | humano | persona | máquina)
    | (persona | humano | agente) real | ser humano | atención al cliente | servicio al cliente
autoreply_within = estoy (conduciendo | manejando) | (respuesta | mensaje) automático
    | respuesta automática | (fuera de la oficina | fuera de oficina)
    | (estoy | estaré) (de vacaciones | fuera de la oficina | de baja | en una reunión | en
        reunión | ausente | fuera) | en este momento no (puedo | estoy | estamos)
    | no (puedo | estoy) (hablar | responder | contestar | atender | disponible) [en este momento
        | ahora | ahora mismo]
    | (te | le) (llamo | respondo | responderé | llamaré | contesto | contestaré) (luego | más
        tarde | en cuanto | tan pronto | cuando | a la brevedad)
    | gracias por (contactar | contactarnos | comunicarte | comunicarse | tu mensaje | su mensaje
        | escribirnos | escribir) | (no responda | no responder | no respondas) a este
    | (hemos recibido | recibimos) (su | tu) mensaje | modo (conducción | no molestar)
    | nuestro horario de atención
never_within = (ok | vale | bueno | sí | claro | de acuerdo | perfecto | bien) si (es | esta | me
        | se | puede | puedes | hay | no | lo | te | le | son)
    | si (no | puede | puedes | puedo | hay | tienen | tienes | tiene | fuera | pudiera)
    | sí cómo no sí | ya quisieras | sí claro cómo no | sí claro (seguro) | lo que sea
    | lo que digas | qué remedio | si no hay (más) remedio | como quieras | como quiera
    | me da igual | más o menos | o no | sí y no | ni modo | creo que sí tal vez
    | k (bueno | bien | lindo | chido | padre | tal)
    | venga ya | a ver si | sí hombre sí | si claro como | dale las gracias | me vale (madre | verga
    | madres | gorro) | si no hay más remedio
    | (por | en | a | de) la mañana
    | (confirmo | acepto | compro | reservo | pido | tomo | decido | confirmamos | autorizo) [eso |
    todo] (mañana | el lunes | el martes | el miércoles | el jueves | el viernes | el sábado | el
    domingo | hoy)
other_question_within = algo más
    | alguna (otra | pregunta | duda | consulta | cosa más | preferencia | alergia) | otra cosa
    | (desea | deseas | quiere | quieres | le gustaría | te gustaría | quisiera | necesita |
        necesitas) (cambiar | modificar | agregar | añadir | cancelar | quitar | anular | ver |
        saber | esperar | reemplazar | algo | ayuda | hablar | más) [algo]
    | (cambiar | modificar | agregar | añadir) algo | más ayuda
    | (tiene | tienes) (alguna | preguntas | dudas) | (recibió | recibiste | llegó)
    | (quiso | quisiste) decir | sigue ahí | sigues ahí | (está | estás) (seguro | segura | ahí)
    | (debo | quiere que | quieres que) (cancelar | cancele | cambie | modifique | espere)
    | más tiempo | cómo (estuvo | fue)
offer_within = responda ok | responde ok | responda con ok | conteste ok
    | ok para (pedir | confirmar | reservar | aceptar | ordenar)
    | (hago | confirmo | reservo | pido | realizo) (el | la | tu | su) (pedido | orden | reserva |
        compra)
    | (quiere | quieres | desea | deseas) que (lo | la) (pida | reserve | confirme | compre |
        envíe) | le parece bien | te parece bien | (es | está) (correcto | bien) | de acuerdo
    | procedo | confirma
suggestion_within = qué (le | te | les) parece | qué tal | qué opina | qué opinas
"""

SPELLINGS = """
okay okey oki okis okk oka = ok
xfa porfi porfis porfaa = porfa
porfavor xfavor = por favor
tb tmb tbn = también
q ke = que
xq porq pq = porque
grax gracia graciaas grcs grs grasias = gracias
bn = bien
sipi siii = sí
prefecto perfeto perfetco = perfecto
clarp klaro = claro
vaale = vale
esq = es que
deacuerdo = de acuerdo
porsupuesto porsupuesto = por supuesto
sta = está
toy = estoy
ola = hola
kiero = quiero
msj msjs = mensaje
haslo = hazlo
asta = hasta
"""

HINGES = """
pero si sino aunque excepto salvo cuando donde cuánto cuanto cómo por qué quién cuál no nunca sin
solo sólo solamente tal vez quizás quizá probablemente espera espere mejor también agrega agregue
añade añada otro otra otros otras más menos extra cambia cambie en lugar o creo depende siempre
cuando primero
"""

BINDING = """
antes después hasta sin no excepto salvo bajo sobre más menos desde entre otro otra solo medio ni
unos cerca casi
"""
ARTICLES = """
el la los las un una unos unas mi mis su sus tu tus este esta estos estas ese esa esos esas
"""
LISTING = "y e con más &"
CHOOSING = "o u"
DATES = """
hoy mañana lunes martes miércoles jueves viernes sábado domingo mediodía tarde noche medianoche
semana enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
"""
ASKING = """
cuándo dónde quién qué cuál cuáles cuánto cuánta cuántos cuántas cómo cuando donde quien que cual
cuanto como
"""

ORDINARY = """
a al un una unos unas el la los las lo de del en con sin por para que y e o u pero si no ni se me
te le nos os les mi mis tu tus su sus este esta esto estos estas ese esa eso aquel yo él ella
usted ustedes nosotros ellos ellas es son era fue ser estar estoy está están hay ha he han haber
tengo tiene tienen tener quiero quiere puedo puede cuando donde como cuanto quien cual porque más
menos muy mucho mucha muchos muchas poco todo toda todos todas nada algo alguien nadie otro otra
otros otras mismo misma hoy mañana ayer noche tarde día semana mes año hora horas minuto lunes
martes miércoles jueves viernes sábado domingo enero febrero marzo abril mayo junio julio agosto
septiembre octubre noviembre diciembre uno dos tres cuatro cinco seis siete ocho nueve diez once
doce trece catorce quince veinte treinta cuarenta cincuenta sesenta cien mil primero primera
segundo último última rojo roja rojos rojas azul verde amarillo amarilla blanco blanca blancos
blancas negro rosa rosas flor flores ramo tulipán tulipanes lirios planta chocolate pastel vino
pan café té agua leche azúcar sal grande pequeño nuevo nueva también tampoco solo sólo siempre
nunca antes después luego ahora casa dirección ciudad calle tarjeta regalo precio pesos euros
dinero pagar caro cara pago entregar entrega enviar recibir poner dar agregar añadir quitar
cambiar esperar pensar saber ver decir ir venir madre padre mamá papá esposa esposo hija hijo
amigo amiga perfume persona personas corrector correcta comprar compra pedir pedido gratis hola
gracias
confirmaré aceptaré compraré reservaré pagaré pediré
"""

NAMES = """
adriana agustín alba alberto alejandra alejandro alfonso alfredo alicia álvaro ana andrea andrés
ángel ángela antonia antonio armando arturo beatriz belén berta blanca carla carlos carmen
carolina catalina cecilia césar clara claudia concha cristian cristina daniel daniela david diego
dolores eduardo elena elisa eloy emilia emilio enrique ernesto esteban estela esther eva fabián
federico felipe félix fernanda fernando francisca francisco gabriel gabriela gerardo gloria
gonzalo graciela guadalupe guillermo gustavo héctor hernán hugo ignacio inés irene isabel ismael
iván jaime javier jesús jimena joaquín jorge josé josefa juan juana julia julián julio karla laura
leonardo leticia lorena lorenzo lucas lucía luis luisa manuel manuela marcela marcos margarita
maría mariana mario marta martín mateo mercedes miguel mónica natalia nicolás noelia nuria olga
óscar pablo paco paola patricia paula pedro pepe pilar rafael ramón raquel raúl ricardo roberto
rocío rodrigo rosario rubén salvador sandra santiago sara sebastián sergio silvia sofía sonia
susana teresa tomás valentina valeria vanesa verónica vicente víctor victoria virginia ximena
yolanda
"""

ATTACHMENTS = """
una imagen, una foto, un vídeo, una película, un archivo adjunto, un adjunto, un mensaje de
audio, un mensaje de voz, un sticker, una ubicación, un contacto, un enlace, un mensaje
"""

LANGUAGE = Language(
    code="es",
    name="Spanish",
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
            r"(le |te |me )?(ha )?(gusto|gustado|encanto|encantado|dio risa|enfatizo|"
            r"enfatizado|cuestiono|cuestionado|pregunto por|no gusto) {quote}"
        ),
        r"(le |te |me )(ha )?(gusto|gustado|encanto|encantado|dio risa) (a .{1,30} )?{quote}",
        r"no le (ha )?(gusto|gustado) {quote}",
        r"(se )?(rio|ha reido) (de|con) {quote}",
        r"(ha )?(exclamo|resalto|destaco|enfatizo|enfatizado) {quote}",
        r"(ha )?reacciono?(do)? (con )?.{1,12} a {quote}",
        r"(ha )?(quito|elimino|quitado|eliminado|retiro) .{1,40} (de|a) {quote}",
    ),
    disliked=(
        r"no le",
        r"(ha )?(cuestiono|pregunto)",
        r"(ha )?(quito|elimino|quitado|eliminado|retiro)",
    ),
)
