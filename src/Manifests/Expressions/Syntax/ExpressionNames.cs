namespace Argosy.Manifests.Expressions.Syntax;

/// <summary>The names and paths that an expression mentions, without those that <c>??</c> or <c>?.</c> guards.</summary>
internal static class ExpressionNames
{
    /// <exception cref="ExpressionException">The text is no expression.</exception>
    public static List<string> Of(string text)
    {
        var root = ExpressionParser.Parse(new ExpressionSource(text));
        var guarded = new HashSet<ExpressionNode>();
        ExpressionWalker.Each(root, node =>
        {
            if (node is BinaryNode { Operator: "??" } coalesce)
                ExpressionWalker.Each(coalesce.Left, n => Guard(n as MemberNode));
            else if (node is MemberNode { IsOptional: true, Target: MemberNode target })
                Guard(target);
        });
        void Guard(MemberNode? member)
        {
            if (member is not null)
                guarded.Add(member);
        }

        var names = new List<string>();
        ExpressionWalker.Each(root, node =>
        {
            if (guarded.Contains(node))
                return;
            var name = node switch
            {
                IdentifierNode identifier => identifier.Name,
                MemberNode member => PathOf(member),
                _ => null,
            };
            if (name is not null && !names.Contains(name))
                names.Add(name);
        });
        return names;
    }

    /// <summary>The dotted path of a member, null if it is not made of names alone.</summary>
    public static string? PathOf(MemberNode member)
    {
        var parts = new List<string>();
        ExpressionNode current = member;
        while (current is MemberNode { IsOptional: false, Property: StringNode property } next)
        {
            parts.Add(property.Value);
            current = next.Target;
        }

        if (current is not IdentifierNode root)
            return null;
        parts.Add(root.Name);
        parts.Reverse();
        return string.Join(".", parts);
    }
}
