using System.Collections;

namespace Ensoras.Web.TicketDetail.Conversation;

/// <summary>
/// A list that equals another with equal items, so that a record holding one says by itself whether it looks the
/// same.
/// </summary>
public sealed class EqualList<T>(IEnumerable<T> items) : IReadOnlyList<T>, IEquatable<EqualList<T>>
{
    private readonly T[] _items = [.. items];

    public int Count => _items.Length;

    public T this[int index] => _items[index];

    public bool Equals(EqualList<T>? other) => other is not null && _items.AsSpan().SequenceEqual(other._items);

    public override bool Equals(object? obj) => Equals(obj as EqualList<T>);

    public override int GetHashCode() => _items.Length;

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _items.GetEnumerator();
}
