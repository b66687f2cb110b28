//! How a text was read in which a value was found.

texts! {
    ESCAPES: "escapes read", "escapes lidos";
    BACKSLASHES: "without backslashes", "sem barras invertidas";
    ESCAPED_PUNCTUATION: "without backslashes before punctuation", "sem barras invertidas antes de pontuação";
    DOUBLED: "doubled characters read once", "caracteres dobrados lidos uma vez";
    CARETS: "carets of cmd read", "circunflexos do cmd lidos";
    BACKTICKS: "backticks of PowerShell read", "crases do PowerShell lidas";
    PIPES: "pipes of TeamCity read", "barras verticais do TeamCity lidas";
    SHELL_QUOTES: "quotes of a shell read", "aspas do shell lidas";
    PERCENT: "percent-encoding read", "codificação por porcentagem lida";
    FORM: "form encoding read", "codificação de formulário lida";
    HTML: "HTML entities read", "entidades HTML lidas";
    QUOTED_PRINTABLE: "quoted-printable read", "quoted-printable lido";
    HEX_ESCAPES: "hexadecimal escapes read", "escapes hexadecimais lidos";
    RTF: "RTF read", "RTF lido";
    LATEX: "LaTeX read", "LaTeX lido";
    OOXML: "escapes of Office read", "escapes do Office lidos";
    LINE_BREAKS: "line breaks taken out", "sem quebras de linha";
    FOLDED_LINES: "line breaks read as blanks", "quebras de linha lidas como espaços";
    LINE_MARKS: "marks at the line beginnings taken out", "sem as marcas no início das linhas";
    LINE_ENDS: "another kind of line break", "outro tipo de quebra de linha";
    ADDED_LINE_BREAK: "with a line break at its end", "com uma quebra de linha no fim";
    CELLS: "cells of a table put together", "células de tabela reunidas";
    CONCATENATION: "pieces put together", "pedaços reunidos";
    TERMINAL_CODES: "terminal colours taken out", "sem as cores do terminal";
    INVISIBLE: "invisible characters taken out", "sem caracteres invisíveis";
    TYPOGRAPHY: "typographic characters read as plain ones", "caracteres tipográficos lidos como simples";
    TAGS: "without tags", "sem tags";
    LATIN_1: "read as Latin-1", "lido como Latin-1";
    MOJIBAKE: "wrongly decoded characters repaired", "caracteres mal decodificados corrigidos";
    COMPOSED: "characters composed (NFC)", "caracteres compostos (NFC)";
    DECOMPOSED: "characters decomposed (NFD)", "caracteres decompostos (NFD)";
    BASE64: "Base64 decoded", "Base64 decodificado";
    HEX: "hexadecimal digits decoded", "dígitos hexadecimais decodificados";
    HEX_DUMP: "hex dump read", "hex dump lido";
    DECIMAL_BYTES: "decimal bytes read", "bytes decimais lidos";
    UTF_16_LE: "read as UTF-16 (little-endian)", "lido como UTF-16 (little-endian)";
    UTF_16_BE: "read as UTF-16 (big-endian)", "lido como UTF-16 (big-endian)";
}
