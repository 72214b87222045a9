namespace Ensoras.Web.Resources.Widget;

/// <summary>What the server tells a visitor.</summary>
internal sealed class WidgetProblems;
