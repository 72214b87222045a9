using System.Security.Cryptography;
using Ensoras.Domain.People;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Ensoras.Web.Account;

/// <summary>New passwords: whether one will do, and the hash that is stored of it.</summary>
public sealed class Passwords(IPasswordHasher<Agent> hasher, IOptions<IdentityOptions> options)
{
    private const int Longest = 200;
    private const string Consonants = "bdfghjklmnprstvz";
    private const string Vowels = "aeiou";
    private static readonly Agent Anybody = new();

    public int Shortest => options.Value.Password.RequiredLength;

    public string Hint => $"At least {Shortest} characters.";

    /// <returns>Null when <paramref name="password"/> will do, else a sentence that says what is missing.</returns>
    public string? Refuse(string? password) => password switch
    {
        null or "" => "Choose a password.",
        { Length: > Longest } => $"The password is longer than {Longest} characters.",
        _ when password.Length < Shortest => $"The password needs at least {Shortest} characters.",
        _ when password.Distinct().Count() < 4 => "The password needs at least four different characters.",
        _ => null,
    };

    public string Hash(string password) => hasher.HashPassword(Anybody, password);

    /// <summary>A random password that can be read aloud, such as "tako-rimu-veda" (about 37 bits; for sample desks).</summary>
    public static string Readable() => string.Join('-', Enumerable.Range(0, 3).Select(_ => Syllable() + Syllable()));

    private static string Syllable() =>
        $"{Consonants[RandomNumberGenerator.GetInt32(Consonants.Length)]}{Vowels[RandomNumberGenerator.GetInt32(Vowels.Length)]}";
}
