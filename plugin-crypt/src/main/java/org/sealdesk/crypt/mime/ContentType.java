package org.sealdesk.crypt.mime;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A media type (RFC 2045, section 5).
 *
 * @param type lower case
 * @param subtype lower case
 * @param parameters decoded values by name in lower case; of a repeated one, the first
 * @param duplicates names of parameters that occur more than once
 */
public record ContentType(String type, String subtype, Map<String, String> parameters, Set<String> duplicates) {

    /** What a part without a Content-Type is (RFC 2045, section 5.2). */
    public static final ContentType TEXT_PLAIN = of("text", "plain");

    static final ContentType MESSAGE = of("message", "rfc822");

    public ContentType {
        parameters = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        duplicates = Set.copyOf(duplicates);
    }

    public static ContentType of(String type, String subtype) {
        return new ContentType(type, subtype, Map.of(), Set.of());
    }

    /** Empty if there is no {@code type/subtype} in it. */
    static Optional<ContentType> from(ParameterizedValue value) {
        String name = value.value().toLowerCase(Locale.ROOT);
        int slash = name.indexOf('/');
        if (slash < 1 || slash == name.length() - 1 || name.indexOf('/', slash + 1) >= 0) {
            return Optional.empty();
        }
        Parameters p = value.parameters();
        return Optional.of(
                new ContentType(name.substring(0, slash), name.substring(slash + 1), p.values(), p.duplicates()));
    }

    public boolean is(String type, String subtype) {
        return this.type.equals(type) && this.subtype.equals(subtype);
    }

    /** Whether a body of this type falls into the same parts as one of the other type. */
    boolean isLike(ContentType other) {
        return is(other.type, other.subtype) && parameter("boundary").equals(other.parameter("boundary"));
    }

    public boolean isMultipart() {
        return type.equals("multipart");
    }

    public boolean isText() {
        return type.equals("text");
    }

    public Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    /** As for a parameter that is a word: lower case. */
    Optional<String> word(String name) {
        return parameter(name).map(v -> v.strip().toLowerCase(Locale.ROOT));
    }

    ContentType with(String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(parameters);
        changed.put(name, value);
        return new ContentType(type, subtype, changed, duplicates);
    }

    ContentType without(String name) {
        Map<String, String> changed = new LinkedHashMap<>(parameters);
        changed.remove(name);
        return new ContentType(type, subtype, changed, duplicates);
    }

    /** {@code type/subtype}. */
    public String name() {
        return type + "/" + subtype;
    }

    /** As a header field, parameters each on a line of their own, in ASCII. */
    HeaderField field() {
        return ParameterWriter.field("Content-Type", name(), parameters);
    }

    @Override
    public String toString() {
        return name();
    }
}
