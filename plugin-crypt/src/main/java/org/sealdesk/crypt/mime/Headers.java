package org.sealdesk.crypt.mime;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** A header section: fields in their order; the same name may occur again. */
public record Headers(List<HeaderField> fields) {

    public static final Headers NONE = new Headers(List.of());

    public Headers {
        fields = List.copyOf(fields);
    }

    public Optional<HeaderField> first(String name) {
        for (HeaderField field : fields) {
            if (field.isNamed(name)) {
                return Optional.of(field);
            }
        }
        return Optional.empty();
    }

    public List<HeaderField> all(String name) {
        List<HeaderField> named = new ArrayList<>();
        for (HeaderField field : fields) {
            if (field.isNamed(name)) {
                named.add(field);
            }
        }
        return named;
    }

    /** First value, unfolded and not decoded. */
    public Optional<String> value(String name) {
        return first(name).map(HeaderField::value);
    }

    /** First value for people. */
    public Optional<String> text(String name) {
        return first(name).map(HeaderField::text);
    }

    public Headers only(Predicate<HeaderField> wanted) {
        return new Headers(fields.stream().filter(wanted).toList());
    }

    public Headers without(String name) {
        return only(f -> !f.isNamed(name));
    }

    public Headers plus(HeaderField field) {
        List<HeaderField> more = new ArrayList<>(fields);
        more.add(field);
        return new Headers(more);
    }

    /** The first field of that name gets the value and further ones go; appended if there is none. */
    public Headers with(HeaderField field) {
        List<HeaderField> changed = new ArrayList<>();
        boolean placed = false;
        for (HeaderField f : fields) {
            if (!f.isNamed(field.name())) {
                changed.add(f);
            } else if (!placed) {
                changed.add(field);
                placed = true;
            }
        }
        if (!placed) {
            changed.add(field);
        }
        return new Headers(changed);
    }

    /** The section's lines, each with CRLF, without the empty line that ends it. */
    byte[] octets() {
        StringBuilder out = new StringBuilder();
        fields.forEach(f -> out.append(f.octets()));
        return out.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
