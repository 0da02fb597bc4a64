import { linkedPorts } from './port.ts';
import { testPorts } from './port-suite.ts';

testPorts('linked ports', async () => linkedPorts());
