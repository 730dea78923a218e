package org.sealdesk.crypt;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** What a JSON object must look like: exactly these fields, each of its type. */
record JsonSchema(Map<String, Field> fields) {

    /** @param what for people */
    record Field(String what, boolean required, Predicate<JsonElement> holds) {
        Field optional() {
            return new Field(what, false, holds);
        }
    }

    static JsonSchema of(Map<String, Field> fields) {
        return new JsonSchema(new TreeMap<>(fields));
    }

    static Field text() {
        return new Field("a text", true, JsonSchema::isText);
    }

    static Field matching(String pattern) {
        return new Field(
                "a text like " + pattern,
                true,
                e -> isText(e) && e.getAsString().matches(pattern));
    }

    static Field oneOf(String... allowed) {
        Set<String> set = Set.of(allowed);
        return new Field("one of " + Arrays.toString(allowed), true, e -> isText(e) && set.contains(e.getAsString()));
    }

    static Field count() {
        return new Field(
                "a number of 0 or more",
                true,
                e -> e.isJsonPrimitive()
                        && e.getAsJsonPrimitive().isNumber()
                        && e.toString().matches("[0-9]+"));
    }

    static Field flag() {
        return new Field(
                "true or false",
                true,
                e -> e.isJsonPrimitive() && e.getAsJsonPrimitive().isBoolean());
    }

    static Field texts() {
        return new Field(
                "an array of texts",
                true,
                e -> e.isJsonArray() && e.getAsJsonArray().asList().stream().allMatch(JsonSchema::isText));
    }

    static Field object(JsonSchema schema) {
        return new Field(
                "an object of " + schema.fields.keySet(),
                true,
                e -> e.isJsonObject() && schema.faults(e.getAsJsonObject()).isEmpty());
    }

    static Field objects(JsonSchema schema) {
        return new Field(
                "an array of " + schema.fields.keySet(),
                true,
                e -> e.isJsonArray()
                        && e.getAsJsonArray().asList().stream()
                                .allMatch(o -> o.isJsonObject()
                                        && schema.faults(o.getAsJsonObject()).isEmpty()));
    }

    private static boolean isText(JsonElement e) {
        return e.isJsonPrimitive() && e.getAsJsonPrimitive().isString();
    }

    /** Everything in which an object is not as it must be. */
    List<String> faults(JsonObject object) {
        Set<String> faults = new TreeSet<>();
        fields.forEach((name, field) -> {
            if (!object.has(name)) {
                if (field.required()) {
                    faults.add(name + " is missing");
                }
            } else if (!field.holds().test(object.get(name))) {
                faults.add(name + " is " + object.get(name) + " and should be " + field.what());
            }
        });
        for (String name : object.keySet()) {
            if (!fields.containsKey(name)) {
                faults.add(name + " is not in the contract");
            }
        }
        return List.copyOf(faults);
    }

    void check(JsonObject object) {
        assertThat(faults(object)).as(object.toString()).isEmpty();
    }
}
