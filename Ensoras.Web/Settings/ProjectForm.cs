using Ensoras.Domain.Projects;

namespace Ensoras.Web.Settings;

/// <summary>The project's settings while they are edited.</summary>
internal sealed class ProjectForm(ProjectSettings read)
{
    public string? Name { get; set; } = read.Name;

    public int? GraceSeconds { get; set; } = read.GraceSeconds;

    public int? CloseUnansweredHours { get; set; } = read.CloseUnansweredHours;

    public int? CloseResolvedHours { get; set; } = read.CloseResolvedHours;

    public int? StaleHours { get; set; } = read.StaleHours;

    public string? PublicAddress { get; set; } = read.PublicAddress;

    public bool NotesThanks { get; set; } = read.NotesThanks;

    /// <summary>What is being edited, put into the settings as they are now.</summary>
    public ProjectSettings Change(ProjectSettings now) => now with
    {
        Name = Name ?? "",
        GraceSeconds = GraceSeconds ?? now.GraceSeconds,
        CloseUnansweredHours = CloseUnansweredHours ?? now.CloseUnansweredHours,
        CloseResolvedHours = CloseResolvedHours ?? now.CloseResolvedHours,
        StaleHours = StaleHours ?? now.StaleHours,
        PublicAddress = PublicAddress,
        NotesThanks = NotesThanks,
    };

    /// <summary>For a field's Validation: why the desk would refuse the setting.</summary>
    public Func<T, string?> Check<T>(string setting) => _ => Change(read).WhyNot(setting)?.ToString();
}
