namespace Ensoras.Web.Resources.Widget;

/// <summary>What the chat says in the browser.</summary>
internal sealed class WidgetText;
