#!/bin/sh
# Makes an image of a built app as a docker-archive tar, without any container program: the app, the .NET runtime of this machine
# and the libraries that it needs. For tests on a cluster that has no registry; people use `dotnet publish -t:PublishContainer`.
#   eng/function-image.sh APP_FOLDER APP_NAME IMAGE_NAME OUT.tar
set -eu
app=$1 name=$2 image=$3 out=$4
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root
dotnet=$(dirname "$(readlink -f "$(command -v dotnet)")")
mkdir -p "$root/app" "$root/usr/share/dotnet/shared" "$root/tmp" "$root/etc" "$root/argosy"
chmod 1777 "$root/tmp"
cp -r "$app/." "$root/app/"
cp "$dotnet/dotnet" "$root/usr/share/dotnet/"
cp -r "$dotnet/host" "$root/usr/share/dotnet/"
cp -r "$dotnet/shared/Microsoft.NETCore.App" "$root/usr/share/dotnet/shared/"
echo 'root:x:0:0:root:/:/bin/sh' >"$root/etc/passwd"
find "$root/usr/share/dotnet" "$root/app" -type f \( -name '*.so' -o -name dotnet -o -name "$name" \) -exec ldd {} \; 2>/dev/null |
    sed -n 's/.*=> \(\/[^ ]*\).*/\1/p; s/^[[:space:]]*\(\/lib[^ ]*\) (.*/\1/p' | sort -u |
    while read -r library; do
        [ -e "$library" ] || continue
        mkdir -p "$root$(dirname "$library")"
        cp -L "$library" "$root$library"
    done
layer=$work/layer.tar
tar -C "$root" --sort=name --owner=0 --group=0 --numeric-owner -cf "$layer" .
sum=$(sha256sum "$layer" | cut -d' ' -f1)
cat >"$work/config.json" <<EOF
{"architecture":"amd64","os":"linux","config":{"Env":["PATH=/usr/bin:/bin","DOTNET_ROOT=/usr/share/dotnet"],"Entrypoint":["/usr/share/dotnet/dotnet","/app/$name.dll"],"WorkingDir":"/app"},"rootfs":{"type":"layers","diff_ids":["sha256:$sum"]}}
EOF
echo "[{\"Config\":\"config.json\",\"RepoTags\":[\"$image\"],\"Layers\":[\"layer.tar\"]}]" >"$work/manifest.json"
tar -C "$work" -cf "$out" manifest.json config.json layer.tar
