using System.Diagnostics.CodeAnalysis;

namespace Ensoras.Domain.Storage;

/// <summary>Why a database is not upgraded; the number is the program's exit code.</summary>
public enum UpgradeRefusal
{
    Newer = 3,
    NeedsBackup = 4,
    Failed = 5,
}

/// <summary>The database was not upgraded. Its message is for the operator.</summary>
[SuppressMessage("Design", "CA1032", Justification = "It always has a reason.")]
public sealed class UpgradeRefusedException(UpgradeRefusal refusal, string message, Exception? inner = null)
    : Exception(message, inner)
{
    public UpgradeRefusal Refusal => refusal;
}
