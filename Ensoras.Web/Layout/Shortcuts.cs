namespace Ensoras.Web.Layout;

/// <summary>One shortcut.</summary>
/// <param name="Keys">As they stand on the keyboard; several are pressed together or mean the same.</param>
public sealed record Shortcut(string[] Keys, string Does);

/// <summary>Every shortcut of the desk, as the list behind "?" shows it. What a key does stands beside its control as data-key.</summary>
public static class Shortcuts
{
    public static IReadOnlyList<(string Where, Shortcut[] Shortcuts)> All { get; } =
    [
        ("Inbox and Tickets",
        [
            new(["J"], "Next row"),
            new(["K"], "Previous row"),
            new(["⏎"], "Open the ticket"),
            new(["X"], "Select the row"),
            new(["⇧", "X"], "Select all from the last one"),
            new(["*"], "Select all on this page"),
            new(["A"], "Approve: what is selected, else this row"),
            new(["E"], "Close: what is selected, else this row"),
            new(["F"], "Filter"),
            new(["["], "Previous page"),
            new(["]"], "Next page"),
            new(["Esc"], "Clear the selection"),
        ]),
        ("Ticket",
        [
            new(["A"], "Approve the draft"),
            new(["D"], "Edit the draft"),
            new(["G"], "Ask for a new draft"),
            new(["R"], "Reply"),
            new(["⇧", "⏎"], "Send"),
            new(["N"], "Write a note"),
            new(["W"], "Ask Ensoras for a draft"),
            new(["Z"], "Undo while it rests"),
            new(["O"], "Take Ownership"),
            new(["T"], "Add a tag"),
            new(["E"], "Close the ticket"),
            new(["U"], "Back to the Inbox"),
        ]),
        ("Everywhere",
        [
            new(["/"], "Search"),
            new(["C"], "New article, in Knowledge"),
            new(["E"], "Edit, on an article"),
            new(["Esc"], "Leave a field, close a menu"),
            new(["?"], "This list"),
        ]),
    ];
}
