package org.sealdesk.harness;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.sealdesk.api.contract.HostUnderTest;
import org.sealdesk.api.contract.IncomingContract;

class IncomingContractTest extends IncomingContract {

    private final Path data;

    IncomingContractTest(@TempDir Path data) {
        this.data = data;
    }

    @Override
    protected HostUnderTest start(List<Object> extensions) throws Exception {
        return new HarnessUnderTest(data, extensions);
    }
}
