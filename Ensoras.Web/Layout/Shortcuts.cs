namespace Ensoras.Web.Layout;

/// <summary>One shortcut.</summary>
/// <param name="Keys">As they are printed on the keyboard; several are pressed together or mean the same.</param>
/// <param name="Does">The ending of its key in LayoutText, after "Shortcut_".</param>
public sealed record Shortcut(string[] Keys, string Does);

/// <summary>
/// Every shortcut of the desk, as the list behind "?" shows it. What a key does stands beside its control as
/// data-key.
/// </summary>
public static class Shortcuts
{
    public static IReadOnlyList<(string Where, Shortcut[] Shortcuts)> All { get; } =
    [
        ("Lists",
        [
            new(["J"], "NextRow"),
            new(["K"], "PreviousRow"),
            new(["⏎"], "OpenTicket"),
            new(["X"], "SelectRow"),
            new(["⇧", "X"], "SelectRange"),
            new(["*"], "SelectPage"),
            new(["A"], "ApproveInList"),
            new(["E"], "CloseInList"),
            new(["F"], "Filter"),
            new(["["], "PreviousPage"),
            new(["]"], "NextPage"),
            new(["Esc"], "ClearSelection"),
        ]),
        ("Ticket",
        [
            new(["A"], "ApproveDraft"),
            new(["D"], "EditDraft"),
            new(["G"], "Regenerate"),
            new(["R"], "Reply"),
            new(["⇧", "⏎"], "Send"),
            new(["N"], "Note"),
            new(["W"], "RequestDraft"),
            new(["Z"], "Undo"),
            new(["O"], "TakeOwnership"),
            new(["T"], "AddTag"),
            new(["E"], "CloseTicket"),
            new(["U"], "Back"),
            new(["["], "PreviousTicket"),
            new(["]"], "NextTicket"),
        ]),
        ("Everywhere",
        [
            new(["/"], "Search"),
            new(["C"], "NewArticle"),
            new(["E"], "EditArticle"),
            new(["Esc"], "Leave"),
            new(["?"], "Help"),
        ]),
    ];
}
