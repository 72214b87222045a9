namespace Ensoras.Domain.Tickets;

/// <summary>
/// The Levenshtein distance, bit-parallel (Myers 1999, blocks after Hyyrö 2003): 20,000 by 20,000 characters take some
/// milliseconds.
/// </summary>
public static class EditDistance
{
    /// <summary>
    /// How many characters must be inserted, deleted or replaced to make <paramref name="after"/> of <paramref
    /// name="before"/>.
    /// </summary>
    public static int Between(string before, string after)
    {
        if (before.Length == 0 || after.Length == 0)
        {
            return before.Length + after.Length;
        }

        var blocks = (before.Length + 63) / 64;
        var lastBit = 1UL << ((before.Length - 1) % 64);
        var positions = Positions(before, blocks);
        var absent = new ulong[blocks];
        var rises = new ulong[blocks];
        var falls = new ulong[blocks];
        Array.Fill(rises, ulong.MaxValue);
        var distance = before.Length;

        foreach (var letter in after)
        {
            var matches = positions.GetValueOrDefault(letter, absent);
            ulong riseIn = 1, fallIn = 0;
            for (var block = 0; block < blocks; block++)
            {
                var match = matches[block];
                var vertical = match | falls[block];
                match |= fallIn;
                var horizontal = (((match & rises[block]) + rises[block]) ^ rises[block]) | match;
                var rise = falls[block] | ~(horizontal | rises[block]);
                var fall = rises[block] & horizontal;
                if (block == blocks - 1)
                {
                    distance += (rise & lastBit) != 0 ? 1 : (fall & lastBit) != 0 ? -1 : 0;
                }

                (var riseOut, var fallOut) = (rise >> 63, fall >> 63);
                rise = (rise << 1) | riseIn;
                fall = (fall << 1) | fallIn;
                rises[block] = fall | ~(vertical | rise);
                falls[block] = rise & vertical;
                (riseIn, fallIn) = (riseOut, fallOut);
            }
        }

        return distance;
    }

    private static Dictionary<char, ulong[]> Positions(string text, int blocks)
    {
        var positions = new Dictionary<char, ulong[]>();
        for (var index = 0; index < text.Length; index++)
        {
            if (!positions.TryGetValue(text[index], out var bits))
            {
                positions[text[index]] = bits = new ulong[blocks];
            }

            bits[index / 64] |= 1UL << (index % 64);
        }

        return positions;
    }
}
