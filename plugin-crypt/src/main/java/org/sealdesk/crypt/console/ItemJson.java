package org.sealdesk.crypt.console;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;
import org.sealdesk.crypt.intake.ImportedItem;
import org.sealdesk.crypt.intake.ItemKind;

/** An imported item as a JSON object; the names are a stable contract for scripts. */
final class ItemJson {

    private ItemJson() {}

    static JsonObject of(ImportedItem item) {
        JsonObject json = new JsonObject();
        json.addProperty("file", item.file());
        json.addProperty("kind", item.kind().code());
        json.addProperty("result", item.result().code());
        json.addProperty("code", item.code());
        json.addProperty("reason", item.reason());
        put(json, "fingerprint", item.fingerprint());
        put(json, "spkiSha256", item.spkiSha256());
        if (item.kind() == ItemKind.PGP_CERTIFICATE || item.kind() == ItemKind.PGP_SECRET_KEY) {
            json.add("userIds", array(item.userIds()));
        }
        put(json, "subject", item.subject());
        json.add("addresses", array(item.addresses()));
        json.add("subkeys", array(item.subkeys()));
        json.addProperty("secret", item.secret());
        put(json, "validFrom", item.validFrom().map(Object::toString));
        put(json, "validTo", item.validTo().map(Object::toString));
        json.addProperty("revoked", item.revoked());
        json.addProperty("expired", item.expired());
        json.addProperty("canSign", item.canSign());
        json.addProperty("canEncrypt", item.canEncrypt());
        return json;
    }

    static void put(JsonObject json, String name, Optional<String> value) {
        value.ifPresent(v -> json.addProperty(name, v));
    }

    static JsonArray array(List<String> values) {
        JsonArray array = new JsonArray();
        values.forEach(array::add);
        return array;
    }
}
