using Ensoras.Domain.Live;
using Ensoras.Domain.Projects;
using Ensoras.Web.Components;
using Ensoras.Web.Live;
using Ensoras.Web.Resources;
using Microsoft.AspNetCore.Components;

namespace Ensoras.Web.Settings;

/// <summary>A page of the settings: follows the project, and shows why a change was not made.</summary>
public abstract class SettingsScreen : LiveComponent
{
    [Inject]
    protected IStringLocalizer<SettingsText> Text { get; set; } = null!;

    [Inject]
    protected IStringLocalizer<SharedText> Shared { get; set; } = null!;

    [Inject]
    protected ProjectAdmin Desk { get; set; } = null!;

    [Inject]
    protected ProjectReads Projects { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    [Inject]
    private ILogger<SettingsScreen> Log { get; set; } = null!;

    protected Roster? Roster { get; private set; }

    /// <summary>The form of the page.</summary>
    protected FormSubmission Submission { get; private set; } = null!;

    /// <summary>Why the last change outside the form was refused; null when it was made.</summary>
    protected string? Refusal { get; set; }

    protected override void OnInitialized() => Submission = new FormSubmission(Time, Log);

    protected override IReadOnlyCollection<LiveScope> Watch() => [LiveScope.Project(Viewer.ProjectId)];

    protected override async Task ReadAsync(CancellationToken cancellationToken) =>
        Roster = await Projects.ReadAsync(Viewer.ProjectId, cancellationToken);

    /// <returns>Whether the change was made.</returns>
    protected async Task<bool> TryAsync(Func<Task> change)
    {
        Refusal = null;
        Refusal = await Attempt.MakeAsync(change, Log);
        return Refusal is null;
    }
}
