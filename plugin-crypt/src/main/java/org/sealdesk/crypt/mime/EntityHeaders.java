package org.sealdesk.crypt.mime;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a header section says about the entity's body. */
record EntityHeaders(
        Headers headers,
        ContentType type,
        TransferEncoding encoding,
        Optional<ParameterizedValue> disposition,
        Set<Defect> defects) {

    EntityHeaders {
        defects = Set.copyOf(defects);
    }

    /** @param byDefault what the part is if it says nothing; depends on what it is in */
    static EntityHeaders of(Headers headers, ContentType byDefault) {
        Set<Defect> defects = EnumSet.noneOf(Defect.class);
        Optional<ParameterizedValue> typeValue = single(headers, "Content-Type", defects);
        ContentType type = typeValue
                .map(v -> ContentType.from(v).orElseGet(() -> {
                    defects.add(Defect.MALFORMED_FIELD);
                    return ContentType.TEXT_PLAIN;
                }))
                .orElse(byDefault);
        Optional<ParameterizedValue> disposition = single(headers, "Content-Disposition", defects);
        TransferEncoding encoding = single(headers, "Content-Transfer-Encoding", defects)
                .map(v -> TransferEncoding.of(v.value()))
                .orElse(TransferEncoding.SEVEN_BIT);
        if (encoding == TransferEncoding.UNKNOWN) {
            defects.add(Defect.UNKNOWN_ENCODING);
        }
        if (type.isMultipart() && !encoding.isIdentity()) {
            defects.add(Defect.ENCODED_MULTIPART);
        }
        return new EntityHeaders(headers, type, encoding, disposition, defects);
    }

    private static Optional<ParameterizedValue> single(Headers headers, String name, Set<Defect> defects) {
        List<HeaderField> fields = headers.all(name);
        if (fields.size() > 1) {
            defects.add(Defect.DUPLICATE_FIELD);
        }
        Optional<ParameterizedValue> value = fields.stream().findFirst().map(f -> ParameterizedValue.parse(f.value()));
        value.ifPresent(v -> defects.addAll(v.defects()));
        return value;
    }

    /** From Content-Disposition, else from Content-Type, as most readers do. */
    Optional<String> fileName() {
        return disposition
                .map(d -> d.parameters().values().get("filename"))
                .or(() -> type.parameter("name"))
                .map(EncodedWords::decode)
                .map(Charsets::printable)
                .map(n -> n.substring(Math.max(n.lastIndexOf('/'), n.lastIndexOf('\\')) + 1)
                        .strip())
                .filter(n -> !n.isEmpty() && !n.equals(".") && !n.equals(".."));
    }
}
