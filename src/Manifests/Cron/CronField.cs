using Argosy.Manifests.Text;

namespace Argosy.Manifests.Cron;

/// <summary>One field of a schedule as a set of bits; the top bit says that it was a star.</summary>
internal sealed class CronField
{
    public const ulong Star = 1UL << 63;

    public static readonly CronField Minutes = new(0, 59, null), Hours = new(0, 23, null), DaysOfMonth = new(1, 31, null),
        Months = new(1, 12, ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]),
        DaysOfWeek = new(0, 6, ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]);

    private readonly ulong _min, _max;
    private readonly string[]? _names;

    private CronField(ulong min, ulong max, string[]? names)
    {
        _min = min;
        _max = max;
        _names = names;
    }

    /// <summary>Every value of the field.</summary>
    public ulong All => Bits(_min, _max, 1) | Star;

    /// <summary>Reads a list of ranges; empty elements are ignored.</summary>
    public ulong Parse(string field) => field.Split([','], StringSplitOptions.RemoveEmptyEntries).Aggregate(0UL, (bits, range) => bits | Range(range));

    private ulong Range(string text)
    {
        var rangeAndStep = text.Split('/');
        var bounds = rangeAndStep[0].Split('-');
        ulong start, end, step = 1, extra = 0;
        if (bounds[0] is "*" or "?")
        {
            (start, end, extra) = (_min, _max, Star);
        }
        else
        {
            start = Value(bounds[0]);
            end = bounds.Length switch
            {
                1 => start,
                2 => Value(bounds[1]),
                _ => throw new CronException($"too many hyphens: {text}"),
            };
        }

        if (rangeAndStep.Length > 2)
            throw new CronException($"too many slashes: {text}");
        if (rangeAndStep.Length == 2)
        {
            step = Number(rangeAndStep[1]);
            // "5/15" means from 5 to the end in steps of 15.
            if (bounds.Length == 1)
                end = _max;
            if (step > 1)
                extra = 0;
        }

        if (start < _min)
            throw new CronException($"beginning of range ({start}) below minimum ({_min}): {text}");
        if (end > _max)
            throw new CronException($"end of range ({end}) above maximum ({_max}): {text}");
        if (start > end)
            throw new CronException($"beginning of range ({start}) beyond end of range ({end}): {text}");
        if (step == 0)
            throw new CronException($"step of range should be a positive number: {text}");
        return Bits(start, end, step) | extra;
    }

    private ulong Value(string text)
    {
        var index = _names is null ? -1 : Array.IndexOf(_names, text.ToLowerInvariant());
        return index >= 0 ? (ulong)index + _min : Number(text);
    }

    private static ulong Number(string text)
    {
        if (GoNumber.ParseInt(text, 10, out var value) is { } reason)
            throw new CronException($"failed to parse int from {text}: {GoNumber.Error("Atoi", text, reason)}");
        return value < 0 ? throw new CronException($"negative number ({value}) not allowed: {text}") : (ulong)value;
    }

    private static ulong Bits(ulong min, ulong max, ulong step)
    {
        ulong bits = 0;
        for (var i = min; i <= max; i += step)
        {
            bits |= 1UL << (int)i;
            if (i + step < i)
                break;
        }

        return bits;
    }
}
