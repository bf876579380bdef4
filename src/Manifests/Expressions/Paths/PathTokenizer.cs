using Argosy.Manifests.Expressions.Values;

namespace Argosy.Manifests.Expressions.Paths;

/// <summary>Splits a JSONPath into the texts of its tokens.</summary>
internal static class PathTokenizer
{
    public static List<string> Split(string selector)
    {
        if (selector.Length == 0)
            throw Unexpected("", 0);
        var tokens = new List<string>();
        var token = "";
        int quotes = 0, openScript = 0, closeScript = 0, open = 0, close = 0;
        for (var i = 0; i < selector.Length; i++)
        {
            var c = selector[i];
            if (token.Length == 0)
                quotes = openScript = closeScript = 0;
            switch (c)
            {
                case '\'':
                    quotes++;
                    break;
                case '(':
                    openScript++;
                    break;
                case ')':
                    closeScript++;
                    break;
                case '[':
                    open++;
                    break;
                case ']':
                    close++;
                    break;
            }

            token += c;
            if (i == 0)
            {
                if (token is not ("$" or "@"))
                    throw Unexpected(c.ToString(), 0);
                if (selector.Length > 1 && selector[1] is not ('.' or '['))
                    throw Unexpected(selector[1].ToString(), 1);
                Add();
                continue;
            }

            if (token == ".")
                continue;
            if (token == "..")
            {
                Add();
                continue;
            }

            if (c == '[')
            {
                if (token is "[" or ".[" || token.Count(t => t == '[') > 1)
                    continue;
                // A bracket ends the name before it.
                token = token.Substring(0, token.Length - 1);
                AddWithoutDot();
                token = "[";
                continue;
            }

            if (token.Contains('['))
            {
                if (quotes % 2 == 0 && openScript == closeScript && c == ']' && open == close)
                    AddWithoutDot();
            }
            else if (c == '.')
            {
                if (quotes % 2 == 1 || openScript != closeScript)
                    continue;
                token = token.Substring(0, token.Length - 1);
                AddWithoutDot();
                token = ".";
            }
        }

        if (token.Length > 0)
            AddWithoutDot();
        return tokens;

        void Add()
        {
            tokens.Add(token);
            token = "";
        }

        void AddWithoutDot()
        {
            if (token.StartsWith(".", StringComparison.Ordinal))
                token = token.Substring(1);
            Add();
        }
    }

    private static GoPanic Unexpected(string token, int index) => new($"unexpected token '{token}' at index {index}");
}
