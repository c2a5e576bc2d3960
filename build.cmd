@echo off
rem Starts the build program in eng\Build. Try: build.cmd --help
setlocal
set "version="
for /f "tokens=1 delims=." %%v in ('dotnet --version 2^>nul') do set "version=%%v"
if not defined version set "version=0"
if %version% lss 10 (
    echo build.cmd: expected the .NET SDK 10.0 or newer on the PATH. See https://dot.net/download 1>&2
    exit /b 1
)
dotnet run --project "%~dp0eng\Build" -- %*
exit /b %errorlevel%
