using System.Security.Cryptography;
using Ensoras.Domain.People;
using Ensoras.Web.Localization;
using Ensoras.Web.Resources;
using Microsoft.AspNetCore.Identity;

namespace Ensoras.Web.Account;

/// <summary>
/// New passwords: whether one will do, and the hash that is stored of it. The rule is here and nowhere else.
/// </summary>
public sealed class Passwords
{
    public const int MinLength = 10;
    public const int MaxLength = 200;
    private const int MinDifferent = 4;
    private const string Consonants = "bdfghjklmnprstvz";
    private const string Vowels = "aeiou";
    private static readonly Agent Anybody = new();
    private readonly IPasswordHasher<Agent> _hasher;
    private readonly string _nobodysHash;

    public Passwords(IPasswordHasher<Agent> hasher)
    {
        _hasher = hasher;

        // Made before anybody asks, so that the first wrong address takes no longer than the second.
        _nobodysHash = Hash(Readable(3));
    }

    /// <summary>The whole rule, as it stands beside the field.</summary>
    public static string Hint => Texts<AccountText>.Of("PasswordHint", MinLength, MaxLength, MinDifferent);

    /// <returns>Null when <paramref name="password"/> will do, else a sentence that says what is missing.</returns>
    public static string? Refuse(string? password) =>
        password switch
        {
            null or "" => Texts<AccountText>.Of("PasswordMissing"),
            { Length: > MaxLength } => Texts<AccountText>.Of("PasswordTooLong", MaxLength),
            { Length: < MinLength } => Texts<AccountText>.Of("PasswordTooShort", MinLength),
            _ when password.Distinct().Count() < MinDifferent =>
                Texts<AccountText>.Of("PasswordTooUniform", MinDifferent),
            _ => null,
        };

    public string Hash(string password) => _hasher.HashPassword(Anybody, password);

    public bool IsHashOf(string? hash, string password) =>
        hash is not null
        && _hasher.VerifyHashedPassword(Anybody, hash, password) is not PasswordVerificationResult.Failed;

    /// <summary>The work of checking a password where there is none to check.</summary>
    public void VerifyNobodys(string password) => IsHashOf(_nobodysHash, password);

    /// <summary>
    /// A random password that can be read aloud, such as "tako-rimu-veda"; each word is worth 12 bits.
    /// </summary>
    public static string Readable(int words) =>
        string.Join('-', Enumerable.Range(0, words).Select(_ => Syllable() + Syllable()));

    private static string Syllable() =>
        $"{Consonants[RandomNumberGenerator.GetInt32(Consonants.Length)]}{Vowels[RandomNumberGenerator.GetInt32(Vowels.Length)]}";
}
