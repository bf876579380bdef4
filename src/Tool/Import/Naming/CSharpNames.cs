using System.Text;

namespace Argosy.Tool.Import.Naming;

/// <summary>Names as a C# programmer would write them, each once in its scope.</summary>
internal sealed class CSharpNames(IEnumerable<string> reserved)
{
    private static readonly HashSet<string> Keywords = new(StringComparer.Ordinal)
    {
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const", "continue", "decimal", "default", "delegate",
        "do", "double", "else", "enum", "event", "explicit", "extern", "false", "finally", "fixed", "float", "for", "foreach", "goto", "if", "implicit", "in",
        "int", "interface", "internal", "is", "lock", "long", "namespace", "new", "null", "object", "operator", "out", "override", "params", "private",
        "protected", "public", "readonly", "ref", "return", "sbyte", "sealed", "short", "sizeof", "stackalloc", "static", "string", "struct", "switch", "this",
        "throw", "true", "try", "typeof", "uint", "ulong", "unchecked", "unsafe", "ushort", "using", "virtual", "void", "volatile", "while", "await", "async",
        "var", "dynamic", "record", "partial", "where", "yield", "value", "field", "when", "file", "required", "scoped", "nameof",
    };

    private readonly HashSet<string> _used = new(reserved, StringComparer.Ordinal);

    /// <summary><c>create-chain</c> is <c>CreateChain</c>.</summary>
    public string Pascal(string name) => Unique(Words(name, firstUpper: true, "Template"));

    /// <summary><c>log-level</c> is <c>logLevel</c>.</summary>
    public string Camel(string name) => Unique(Words(name, firstUpper: false, "value"));

    /// <summary>A task's variable: one that begins with a capital keeps its spelling where C# can write it.</summary>
    public string Variable(string task) => Unique(task.Length > 0 && char.IsUpper(task[0]) ? Words(task, firstUpper: true, "Task", keepCase: true) : Words(task, firstUpper: false, "task"));

    /// <summary>Whether nothing has the name yet.</summary>
    public bool IsFree(string name) => !_used.Contains(name);

    private string Unique(string name)
    {
        var free = name;
        for (var i = 2; !_used.Add(free); i++) free = $"{name}{i}";
        return Keywords.Contains(free) ? "@" + free : free;
    }

    private static string Words(string name, bool firstUpper, string fallback, bool keepCase = false)
    {
        var text = new StringBuilder(name.Length);
        var upper = firstUpper;
        foreach (var c in name)
        {
            if (!(c is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '0' and <= '9'))
            {
                upper = text.Length > 0 || firstUpper;
                continue;
            }

            if (text.Length == 0 && char.IsAsciiDigit(c)) text.Append('_');
            text.Append(upper ? char.ToUpperInvariant(c) : text.Length == 0 && !keepCase && !firstUpper ? char.ToLowerInvariant(c) : c);
            upper = false;
        }

        return text.Length == 0 ? fallback : text.ToString();
    }
}
