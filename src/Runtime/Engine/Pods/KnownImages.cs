namespace Argosy.Engine.Pods;

/// <summary>What the images that examples use most would run if a template names no command.</summary>
internal static class KnownImages
{
    private static readonly Dictionary<string, ImageConfig> s_known = new(StringComparer.Ordinal)
    {
        ["alpine"] = new([], ["/bin/sh"]),
        ["busybox"] = new([], ["sh"]),
        ["debian"] = new([], ["bash"]),
        ["ubuntu"] = new([], ["/bin/bash"]),
        ["python"] = new([], ["python3"]),
        ["node"] = new([], ["node"]),
        ["docker/whalesay"] = new([], ["/bin/sh"]),
        ["nginx"] = File.Exists("/usr/sbin/nginx") ? new([], ["nginx", "-g", "daemon off;"]) : new([], ["busybox", "httpd", "-f", "-p", "80"]),
        ["curlimages/curl"] = new(["curl"], []),
        ["appropriate/curl"] = new(["curl"], []),
        ["argoproj/argosay"] = new(["/argosay"], []),
    };

    public static ImageConfig? Find(string image) => s_known.GetValueOrDefault(ImageMap.BaseName(image));
}
