using System.Globalization;

namespace Ensoras.Domain.Core;

/// <summary>
/// One order for names and titles, as a reader of any language expects it: Äpfel, apple, Zebra. Databases have
/// alphabets of their own.
/// </summary>
public static class Alphabet
{
    private const int MaxCompared = 40;
    private const CompareOptions Loosely =
        CompareOptions.IgnoreCase | CompareOptions.IgnoreWidth | CompareOptions.IgnoreKanaType;

    public static readonly StringComparer Comparer = StringComparer.Create(CultureInfo.InvariantCulture, Loosely);

    /// <summary>A text whose order by code points is this order; stored beside what a list is sorted by.</summary>
    public static string KeyOf(string text) =>
        Convert.ToHexStringLower(CultureInfo.InvariantCulture.CompareInfo.GetSortKey(text.Cut(MaxCompared), Loosely)
            .KeyData);
}
