using System.Collections.Frozen;

namespace Ensoras.Domain.Knowledge;

/// <summary>Words that say nothing about what a text is about, in English and in other languages that customers write.</summary>
internal static class StopWords
{
    private const string English =
        """
        a about above actually after again against ago all almost already also although always am among an and another any anybody anyone anything anyway anywhere are aren around as ask asked asking at away
        back be became because become been before behind being believe below beside besides best better between beyond bit both but by came can cannot cant come comes coming could couldn
        day days did didn do does doesn doing don done down during each either else end enough etc even ever every everybody everyone everything exactly
        far few find fine first for found from further gave get gets getting give given gives giving go goes going gone good got great guess guys had hadn happen happened happens happy hard has hasn have haven having he
        hello help helped helpful helping her here hers hey hi him himself his hmm hope hoping how however i if im in indeed instead into is isn issue issues it its itself ive
        just keep kept kind kindly know known knew last lately later least less let lets like little ll long look looked looking looks lot lots love lovely
        made make makes making many may maybe me mean means meant might mind mine more moment most mr mrs ms much must my myself near need needed needs neither never new next nice no nobody none nor not nothing now nowhere
        of off often oh ok okay on once one ones only onto or other others otherwise our ours ourselves out over own past people perhaps please pleased pls point possible possibly pretty probably problem problems put
        question questions quick quickly quite rather re read really reason recent recently regarding reply respond response right said same saw say saying says see seem seems seen self several shall she should shouldn show shows
        simple simply since so some somebody somehow someone something sometimes soon sorry sort still stuff such suggest support sure take taken takes taking talk team tell than thank thanks that the their theirs them themselves then there therefore these they thing things think this those though thought through thus thx till time times to today together told too took toward towards tried tries trouble try trying turn two twice
        ugh under understand unless until unto up upon us use used useful using usual usually ve very via want wanted wants was wasn way we week weeks well went were weren what whatever when whenever where whether which while who whoever whole whom whose why will wish with within without won wonder wondering word work working works would wouldn wow write writing wrote wrong
        yeah year years yep yes yesterday yet you your yours yourself yourselves
        appreciate assist assistance information info details detail inquiry enquiry interested interest considering guidance provide provided clarify confirm contact customer service hear forward regards sincerely cheers dear greetings morning afternoon evening
        able absolutely completely extremely totally definitely truly honestly frankly seriously ridiculous unacceptable disappointed frustrated furious frustrating annoyed annoying angry terrible awful horrible upset sad glad excited amazing awesome perfect
        monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december tomorrow tonight weekend month months hour hours minute minutes
        answer answered bring brought call called couple course expect expected experience experienced fact feel felt hand hear idea important including leave let live matter mention mentioned minute place purchase purchased bought buy buying product item thing receive received recommend recommended seem set start started step stop stopped sent send sending talking tips unable unfortunately urgent urgently wait waiting
        request requested requesting demand demands steps seek seeking potential potentially solution solutions specific specifically despite attempt attempted attempting immediate immediately fully properly experiencing experiences troubleshoot troubleshooting follow followed following instructions instruction manual mess messed whatsoever salam salut bonsoir buenas tardes goedemiddag asap resolve resolved concern concerned concerns regularly hopefully eventually somewhat additional additionally explain explained inquire inquiring inquiries certain certainly
        three four five six seven eight nine ten hundred half second third same different big small high low full able unlike per
        """;

    private const string German =
        """
        aber alle allem allen aller alles als also am an ander andere anderen auch auf aus bei beim bin bis bist bitte da damit dann das dass dein deine dem den denn der des dich die dies diese diesem diesen dieser dieses dir doch dort du durch
        ein eine einem einen einer eines er es etwas euch euer für gegen gewesen guten gut habe haben hat hatte hatten hallo hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im in ist ja jede jedem jeden jeder jedes jetzt kann kein keine können könnte
        man mein meine meinem meinen meiner mich mir mit muss nach nicht nichts noch nun nur ob oder ohne sehr sein seine sich sie sind so soll sondern sonst tag über um und uns unser unter viel vielen vom von vor während war waren warum was weil welche wenn wer werde werden wie wieder will wir wird wirklich wo wurde zu zum zur zwar zwischen danke grüßen freundlichen
        """;

    private const string French =
        """
        ai au aux avec avez avoir bien bonjour bonsoir ça car ce cela ces cet cette chez comme comment cordialement dans de depuis des donc du elle en encore est et été être eu fait faire il ils je la le les leur lui mais me merci mes moi mon ne nos notre nous on ou où par pas peu peut plus pour pourquoi pouvez puis que quel quelle qui quoi sa sans se ses si son sont sur ta tes ton tout tous très tu un une vos votre vous y été avais est-ce
        """;

    private const string Spanish =
        """
        al algo ante como con cual cuando de del desde donde dos el ella ellos en entre era es esa ese eso esta está este esto estoy fue gracias ha hace hasta hay hola la las le les lo los más me mi mis muy nada ni no nos nosotros o otra otro para pero por porque puedo que qué quien se ser si sí sin sobre son soy su sus también te tengo tiene todo tu un una uno unos usted ustedes ya yo buenos días saludos favor
        """;

    private const string DutchAndItalian =
        """
        aan al alle als bedankt ben bij dag dan dank dat de deze die dit doen door dus een en er geen goed graag haar had heb hebben heeft hem het hier hij hoe hoi hun ik in is ja je jullie kan kunnen maar me mee meer met mij mijn naar niet niets nog nu of om onder ons ook op over te toch toen tot u uit uw van veel voor waar waarom want was wat we wel welke wie wij wil worden wordt ze zich zij zijn zo zou groet groeten vriendelijke
        agli ai al alla alle anche avete buongiorno che chi ci ciao come con cosa da dai dal dalla degli dei del della delle di dopo dove e è gli grazie ho i il io la le lei lo loro ma mi mia mio molto nel nella no noi non o per perché più può qual quale quando quello questa questo se sei si sono sta su sua suo tutti tutto un una uno vi voi saluti cordiali
        """;

    private static readonly FrozenSet<string> All =
        string.Join(' ', English, German, French, Spanish, DutchAndItalian)
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .ToFrozenSet(StringComparer.Ordinal);

    /// <param name="word">In lower case.</param>
    public static bool Contains(string word) => All.Contains(word);
}
