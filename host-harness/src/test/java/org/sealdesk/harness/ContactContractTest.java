package org.sealdesk.harness;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.sealdesk.api.contract.ContactContract;
import org.sealdesk.api.contract.HostUnderTest;

class ContactContractTest extends ContactContract {

    private final Path data;

    ContactContractTest(@TempDir Path data) {
        this.data = data;
    }

    @Override
    protected HostUnderTest start(List<Object> extensions) throws Exception {
        return new HarnessUnderTest(data, extensions);
    }
}
