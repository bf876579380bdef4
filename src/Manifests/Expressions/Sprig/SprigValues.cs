using Argosy.Manifests.Expressions.Values;
using Argosy.Manifests.Text.Time;

namespace Argosy.Manifests.Expressions.Sprig;

/// <summary>sprig's functions on values of any type: defaults, types, versions.</summary>
internal static class SprigValues
{
    public static void Register(SprigFunctions f)
    {
        GoType s = GoType.String, any = GoType.Any, flag = GoType.Bool;
        f.AddVariadic("default", [any], any, any, a => a.Length < 2 || IsEmpty(a[1]) ? a[0] : a[1]);
        f.Add("empty", [any], flag, a => IsEmpty(a[0]));
        f.AddVariadic("coalesce", [], any, any, a => a.FirstOrDefault(v => !IsEmpty(v)));
        f.AddVariadic("all", [], any, flag, a => !a.Any(IsEmpty));
        f.AddVariadic("any", [], any, flag, a => a.Any(v => !IsEmpty(v)));
        f.Add("ternary", [any, any, flag], any, a => (bool)a[2]! ? a[0] : a[1]);
        f.Add("typeOf", [any], s, a => Go.TypeName(a[0]));
        f.Add("typeIs", [s, any], flag, a => (string)a[0]! == Go.TypeName(a[1]));
        f.Add("typeIsLike", [s, any], flag, a => (string)a[0]! == Go.TypeName(a[1]) || "*" + (string)a[0]! == Go.TypeName(a[1]));
        f.Add("kindOf", [any], s, a => Go.KindName(a[0]));
        f.Add("kindIs", [s, any], flag, a => (string)a[0]! == Go.KindName(a[1]));
        f.Add("deepEqual", [any, any], flag, a => Go.DeepEqual(a[0], a[1]));
        f.AddFailing("fail", [s], s, a => throw new GoPanic((string)a[0]!));
        f.AddFailing("semver", [s], GoType.VersionPointer, a => SemanticVersion.Parse((string)a[0]!));
        f.AddFailing("semverCompare", [s, s], flag, a =>
        {
            var constraint = VersionConstraint.Parse((string)a[0]!);
            return constraint.Holds(SemanticVersion.Parse((string)a[1]!));
        });
    }

    /// <summary>Whether sprig takes a value for nothing: nil, 0, false, an empty text, list or map.</summary>
    public static bool IsEmpty(object? value) => value switch
    {
        null => true,
        string text => text.Length == 0,
        bool flag => !flag,
        long number => number == 0,
        double number => number == 0,
        GoInteger integer => integer.Value == 0,
        GoList list => list.Items.Count == 0,
        GoMap map => map.Count == 0,
        GoTime or EmptyStruct or GoFunction or GoLocation or SemanticVersion => false,
        _ => false,
    };
}
