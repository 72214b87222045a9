using System.Collections.Frozen;

namespace Ensoras.Domain.Knowledge;

/// <summary>Words that customers and help pages use for the same thing.</summary>
internal static class Synonyms
{
    private static readonly string[] Groups =
    [
        "parcel package shipment",
        "delivery deliver shipping ship shipped delivered",
        "mail email",
        "zip zipper",
        "mat pad mattress",
        "jacket coat",
        "backpack rucksack",
        "boot shoe",
        "canister cartridge",
        "wash launder clean",
        "broken broke damaged defective faulty torn",
        "repair fix mend",
        "refund reimburse reimbursement",
        "invoice bill receipt",
        "cancel cancellation",
        "password passcode",
        "login signin",
        "voucher coupon",
        "guarantee warranty",
        "payment pay paid charge charged",
        "customs duty duties import",
        "airplane plane aircraft flight flying fly",
        "waterproof watertight",
        "store storage storing stored",
        "bike bicycle cycling",
    ];

    private static readonly FrozenDictionary<string, string[]> ByStem = Groups
        .Select(group => group.Split(' '))
        .SelectMany(group => group.Select(word => (Stem: Words.Stem(word), Group: group)))
        .DistinctBy(entry => entry.Stem)
        .ToFrozenDictionary(entry => entry.Stem, entry => entry.Group);

    /// <summary>The one stem that stands for all words of the same meaning.</summary>
    public static string Common(string stem) => ByStem.TryGetValue(stem, out var group) ? Words.Stem(group[0]) : stem;

    /// <summary>The word with all that mean the same.</summary>
    public static IReadOnlyList<string> Of(Word word) => ByStem.TryGetValue(word.Stem, out var group) ? [word.Lower, .. group.Where(other => other != word.Lower)] : [word.Lower];
}
