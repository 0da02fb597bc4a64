/*
 * Names of persons by which a name is told from other capitals, in small letters; not complete, and need not be: they settle
 * gender, and which of two words is the family name.
 */

/** Given names of women; some are men’s, too. */
export const femaleNames =
  'mary patricia jennifer linda elizabeth barbara susan jessica sarah sara karen nancy lisa margaret betty sandra ashley ' +
  'dorothy kimberly emily donna michelle carol amanda melissa deborah debra stephanie rebecca laura sharon cynthia ' +
  'kathleen amy angela shirley anna ruth brenda pamela nicole katherine catherine christine samantha janet rachel carolyn ' +
  'emma maria heather diane julie joyce victoria kelly christina joan evelyn lauren judith megan andrea cheryl hannah ' +
  'jacqueline martha gloria teresa theresa ann anne sophia sofia alice grace denise marilyn amber danielle rose diana ' +
  'natalie charlotte abigail kayla isabella marie hillary hilary chelsea melania ivanka condoleezza nikki kellyanne ' +
  'huma kirsten claire tammy dianne loretta gwen valerie theresa-may nicola marine ursula sanna jacinda giorgia angelina ' +
  'oprah meghan beverly sally molly lily ellen ella lucy olga irina natasha svetlana elena yulia katie kate kathy cathy ' +
  'jill jane janice jean june gina geraldine fiona eva erica erin esther ethel eleanor edith doris daisy crystal courtney ' +
  'connie colleen clara cindy cecilia carmen carla caroline bonnie beth becky april annie anita alison allison alicia ' +
  'alexandra adriana zoe wendy wanda vivian virginia vanessa tracy tina tiffany tara sylvia stacy sonia sheila shannon ' +
  'roberta rita phyllis peggy paula nora nina naomi monica miriam mia maureen marjorie marcia lynn lydia lorraine lois ' +
  'leslie kristen kristin kim-ann katrina jenny jeanne jenna ivy irene ingrid hope holly helen heidi harriet gretchen ' +
  'aisha fatima leila layla yoko yuriko keiko naoko junko akiko tomoko sachiko tomomi makiko mariko priya indira sonia-g ' +
  'mette magdalena agnieszka beata francesca giulia chiara isabel ines lucia ana rosa carmela pilar dolores christiane ' +
  'sigrid astrid greta birgit annalena annegret ségolène brigitte nathalie sylvie elisabeth may sue faith joy';

/** Given names of men; some are women’s, too. */
export const maleNames =
  'james robert john michael david william richard joseph thomas charles christopher daniel matthew anthony mark donald ' +
  'steven stephen paul andrew joshua kenneth kevin brian george timothy ronald edward jason jeffrey ryan jacob gary ' +
  'nicholas eric jonathan larry justin scott brandon benjamin samuel gregory alexander frank patrick raymond jack ' +
  'dennis jerry tyler aaron jose adam nathan henry zachary douglas peter kyle noah ethan jeremy walter christian keith ' +
  'roger terry austin sean gerald carl harold dylan arthur lawrence jordan jesse bryan billy bruce gabriel joe logan ' +
  'albert willie alan eugene russell vincent philip phillip bobby johnny bradley barack mitt newt rand ted marco jeb mike ' +
  'jim bob bill tom dan dave steve tim ron greg jeff ben sam nick tony chris matt rick rich rob jon josh ken fred ed ' +
  'eddie harry howard hugh ian ivan jake jared jay jeremiah joel julian karl kurt kyle lance lee leon leonard lewis lloyd ' +
  'louis luis luke luther marc marcus mario martin marvin max maurice melvin mitch mitchell morgan neil nelson norman ' +
  'oliver oscar otto owen pedro perry pete phil pierre rafael ralph randall randy ray reince rex ricardo rodney ' +
  'roland rudy rudolph rupert salvador saul seth shane sidney simon spencer stanley stuart sylvester terence theodore todd ' +
  'travis trey troy vernon victor vladimir wallace warren wayne wesley xavier emmanuel francois françois jean-claude ' +
  'boris nigel gordon winston angus hamish sergey sergei dmitry dmitri mikhail nikolai igor oleg yuri alexei andrei ' +
  'viktor volodymyr petro recep abdul ahmed ahmad ali hassan hussein ibrahim khalid mahmoud mohammad mohammed muhammad ' +
  'mohamed mustafa omar osama rashid saeed salman tariq yasser youssef yusuf shinzo taro yoshihide itsunori fumio ' +
  'junichiro hideo kenji hiroshi takeshi satoshi akira ichiro kazuo makoto narendra rahul arjun rajiv sanjay amit ' +
  'jens lars olaf helmut gerhard heinz frank-walter heiko wolfgang jürgen sigmar matteo silvio giuseppe paolo antonio ' +
  'carlos juan jorge miguel manuel pablo diego enrique felipe fernando francisco javier andres andrés hugo nicolas ' +
  'nicolás evo lula jair mauricio antony isaac israel chuck chad chester clarence clark clayton clifford clinton-jr craig ' +
  'curtis dale darrell dean derek don doug dwight earl edgar edmund edwin elijah elliott emilio ernest felix floyd ' +
  'francis garrett gene gilbert glen glenn graham grant guy herbert herman jim-bob lindsey bernie geoff geoffrey nate ' +
  'donald-jr alex brad brent brett bryce caleb cameron carter cesar chip clay cody cole connor corey cory dustin ' +
  'dominic damian duncan will per art dick drew chase miles';

/** Family names that stand before given names, where Korean, Chinese, Vietnamese and Hungarian names keep their order. */
export const familyFirstNames =
  'kim lee park choi choe jung jeong chung cho kang yoon yun jang chang lim im han oh seo suh shin kwon hwang ahn an song ' +
  'ryu yoo yu hong jeon ko bae baek paek yang son moon nam noh roh ri pak ha heo huh cha woo chu chon ro thae ' +
  'xi li wang zhang liu chen yang huang zhao wu zhou xu sun zhu ma hu guo he lin gao luo zheng liang xie tang deng feng ' +
  'geng hua cheng cao peng zeng xiao tian dong pan yuan cai jiang yu du ye wei su lu ding shen ren lu yao cui zhong tan ' +
  'fan jin shi wen fu lai hou mao qin bai meng xiong qiu yan tsai ma chiang nguyen tran pham hoang phan dang bui truong ' +
  'orban orbán nagy szijjártó szijjarto rhee syngman';

/** Small words inside names: “van”, “bin”. */
export const particles =
  'van von de der den del della di da das dos du la le el al bin ibn abu ben bint ter ten zu y e';
