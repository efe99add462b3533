#!/bin/sh
# Makes contracts/*.contract anew from the botocore that Python has; name services to import only those, or a new one.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
data=$(python3 -c 'import botocore, os; print(os.path.join(botocore.__path__[0], "data"))')
exec dotnet run --project "$here/Unkai.ContractImporter" -- "$data" "$here/../contracts" "$@"
