namespace Ensoras.Web.Widget;

/// <summary>Names the resource files of what the server tells a visitor:
/// Resources/Widget/WidgetProblems.resx.</summary>
internal sealed class WidgetProblems;
