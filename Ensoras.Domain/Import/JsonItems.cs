using System.Runtime.CompilerServices;

namespace Ensoras.Domain.Import;

/// <summary>
/// Takes the items of a JSON array apart by its brackets and quotes alone, so that an item that is no JSON, is nested
/// without end or is huge costs only itself. Works on UTF-8, in one pass, and holds one item at a time.
/// </summary>
internal sealed class JsonItems(Stream text) : IDisposable
{
    /// <summary>An item with files in it can be large; one beyond this is skipped.</summary>
    public const int MaxBytes = 64 * 1024 * 1024;

    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly MemoryStream _item = new();
    private int _depth;
    private bool _isInString;
    private bool _isEscaped;
    private bool _isTooLarge;

    /// <summary>Why reading ended before the end of the array; null when it did not.</summary>
    public Sentence? BrokenAt { get; private set; }

    public void Dispose() => _item.Dispose();

    /// <summary>Each item's bytes, valid until the next; null for one that is too large.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>?> ReadAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (count, isOver) = (0, false);
        for (
            int length;
            !isOver && (length = await text.ReadAsync(_buffer, cancellationToken).ConfigureAwait(false)) > 0;

        )
        {
            for (var at = 0; at < length && !isOver; at++)
            {
                if (_depth == 0)
                {
                    Begin(_buffer[at]);
                }
                else if (!Ends(_buffer[at], out isOver))
                {
                    Keep(_buffer[at]);
                }
                else if (!isOver || !IsBlank(_item))
                {
                    count++;
                    yield return _isTooLarge ? null : _item.GetBuffer().AsMemory(0, (int)_item.Length);
                    _item.SetLength(0);
                    _isTooLarge = false;
                }
            }
        }

        BrokenAt = isOver ? null
            : _depth == 0 ? Sentence.Of("Import.Empty")
            : _item.Length == 0 ? Sentence.Of("Import.ListNotClosed", count)
            : Sentence.Of("Import.EndsInside", count + 1);
    }

    private void Begin(byte sign)
    {
        if (sign is (byte)'[')
        {
            _depth = 1;
        }
        else if (!IsSpace(sign))
        {
            throw new RuleBrokenException(Sentence.Of("Import.NotAList"));
        }
    }

    /// <summary>
    /// Whether the item at hand ends with this sign: a comma between items, or the bracket that closes the list.
    /// </summary>
    private bool Ends(byte sign, out bool isOver)
    {
        isOver = false;
        if (_isInString)
        {
            _isInString = _isEscaped || sign is not (byte)'"';
            _isEscaped = !_isEscaped && sign is (byte)'\\';
            return false;
        }

        switch (sign)
        {
            case (byte)'"':
                _isInString = true;
                return false;
            case (byte)'{' or (byte)'[':
                _depth++;
                return false;
            case (byte)'}' or (byte)']' when --_depth == 0:
                isOver = true;
                return true;
            default:
                return sign is (byte)',' && _depth == 1;
        }
    }

    private void Keep(byte sign)
    {
        _isTooLarge |= _item.Length >= MaxBytes;
        if (!_isTooLarge && (_item.Length > 0 || !IsSpace(sign)))
        {
            _item.WriteByte(sign);
        }
    }

    private static bool IsSpace(byte sign) => sign is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';

    private static bool IsBlank(MemoryStream item) => item.Length == 0;
}
